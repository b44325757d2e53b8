// Builds what the pages need into src/vakwerk/foundation/static/vakwerk/: one stylesheet, the fonts, htmx.
// Run `npm ci && npm run build` in this folder; the result is committed, so nobody else needs node.

import { readFileSync, writeFileSync, mkdirSync, readdirSync, copyFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { transform } from "lightningcss";
import postcss from "postcss";
import subsetFont from "subset-font";

const here = dirname(fileURLToPath(import.meta.url));
const source = resolve(here, "../src/vakwerk");
const target = join(source, "foundation/static/vakwerk");
const module_ = (path) => join(here, "node_modules", path);
const version = (name) => JSON.parse(readFileSync(module_(`${name}/package.json`), "utf8")).version;
const pinned = JSON.parse(readFileSync(join(here, "package.json"), "utf8")).devDependencies;
for (const [name, wanted] of Object.entries(pinned)) {
  if (version(name) !== wanted) throw new Error(`${name} is ${version(name)}, package.json says ${wanted}: run npm ci`);
}

// Which Utrecht classes the templates and the form renderer name.
function usedClasses(folder) {
  const names = new Set();
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !/\.(html|py|js)$/.test(entry.name)) continue;
    const text = readFileSync(join(entry.parentPath ?? entry.path, entry.name), "utf8");
    for (const [name] of text.matchAll(/utrecht-[a-z-]+(?:__[a-z-]+)?/g)) names.add(name);
  }
  return names;
}

function utrecht(used) {
  const sheet = postcss.parse(readFileSync(module_("@utrecht/component-library-css/dist/index.css"), "utf8"));
  sheet.walkRules((rule) => {
    if (rule.parent.type === "atrule" && /keyframes/.test(rule.parent.name)) return;
    rule.selectors = rule.selectors.filter((selector) => {
      const classes = [...selector.matchAll(/\.([a-z][\w-]*)/gi)].map((match) => match[1]);
      return classes.length > 0 && classes.every((name) => used.has(name));
    });
    if (rule.selectors.length === 0 || rule.selector === "") rule.remove();
  });
  sheet.walkComments((comment) => comment.remove());
  let left;
  do {
    left = 0;
    sheet.walkAtRules((rule) => {
      if (rule.nodes && rule.nodes.length === 0) { rule.remove(); left += 1; }
      else if (/keyframes/.test(rule.name)) { rule.remove(); left += 1; }
      else if (["charset", "import"].includes(rule.name)) { rule.remove(); left += 1; }
    });
  } while (left > 0);
  return sheet.toString();
}

// What a token falls back on in Utrecht's own rules, so that the example does not undo what we set there.
const generic = (name) =>
  name
    .replace(/^--utrecht-(select|textbox|textarea)-/, "--utrecht-form-control-")
    .replace(/^--utrecht-button-(primary|secondary)-action-/, "--utrecht-button-");

// The example tokens that the kept rules ask for and ours do not set: measures and behaviour only. Colours are
// roles of our own and the ramp of an academy, never those of the example.
function exampleTokens(css, own) {
  const known = new Map();
  const sheet = postcss.parse(readFileSync(module_("@nl-design-system-unstable/voorbeeld-design-tokens/dist/theme.css"), "utf8"));
  sheet.walkDecls(/^--/, (declaration) => known.set(declaration.prop, declaration.value));
  const value = (text, depth = 0) =>
    depth > 20 ? text : text.replace(/var\((--[\w-]+)\)/g, (whole, name) => (known.has(name) ? value(known.get(name), depth + 1) : whole));
  const wanted = new Map();
  for (const [, name] of css.matchAll(/var\(\s*(--[\w-]+)/g)) {
    if (own.has(name) || !known.has(name) || own.has(generic(name))) continue;
    const final = value(known.get(name));
    if (!/#[0-9a-f]{3,8}\b|rgb|hsl|currentcolor|transparent|color-mix|var\(|family|noto|serif/i.test(final)) wanted.set(name, final);
  }
  return wanted;
}

// Where nothing sets a token, its fallback is the answer: say that at once instead of in every browser.
function settle(css, known) {
  const sheet = postcss.parse(css);
  for (let again = true; again; ) {
    again = false;
    const set = new Set(known);
    sheet.walkDecls(/^--/, (declaration) => { set.add(declaration.prop); });
    sheet.walkDecls((declaration) => {
      const value = settled(declaration.value, set);
      if (value === declaration.value) return;
      again = true;
      if (value === null) declaration.remove();
      else declaration.value = value;
    });
  }
  sheet.walkRules((rule) => { if (rule.nodes.length === 0) rule.remove(); });
  return sheet.toString();
}

// The value with each var() of an unknown name replaced by its fallback; null when one has no fallback.
function settled(value, known) {
  let at = 0;
  let out = "";
  for (;;) {
    const start = value.indexOf("var(", at);
    if (start < 0) return out + value.slice(at);
    let end = start + 4;
    for (let depth = 1; depth > 0; end += 1) depth += { "(": 1, ")": -1 }[value[end]] ?? 0;
    const inside = value.slice(start + 4, end - 1);
    const comma = inside.indexOf(",");
    const name = (comma < 0 ? inside : inside.slice(0, comma)).trim();
    const fallback = comma < 0 ? null : settled(inside.slice(comma + 1).trim(), known);
    out += value.slice(at, start);
    if (known.has(name)) out += fallback === null ? `var(${name})` : `var(${name}, ${fallback})`;
    else if (fallback === null) return null;
    else out += fallback;
    at = end;
  }
}

const LATIN = "U+0000-00FF,U+0131,U+0152-0153,U+02BB-02BC,U+02C6,U+02DA,U+02DC,U+0304,U+0308,U+0329,U+2000-206F,U+20AC,U+2122,U+2191,U+2193,U+2212,U+2215,U+FEFF,U+FFFD";
const LATIN_EXTENDED = "U+0100-0130,U+0132-0151,U+0154-017F,U+018F,U+01CD-01DC,U+0218-021B,U+0259,U+1E9E";

function characters(range) {
  let text = "";
  for (const part of range.split(",")) {
    const [from, to = from] = part.replace("U+", "").split("-").map((hex) => Number.parseInt(hex, 16));
    for (let code = from; code <= to; code += 1) text += String.fromCodePoint(code);
  }
  return text;
}

async function fonts() {
  mkdirSync(join(target, "fonts"), { recursive: true });
  const faces = [];
  for (const weight of [400, 600, 700]) {
    for (const [name, range] of [["latin-ext", LATIN_EXTENDED], ["latin", LATIN]]) {
      const file = `source-sans-3-${name}-${weight}.woff2`;
      const original = readFileSync(module_(`@fontsource/source-sans-3/files/source-sans-3-${name}-${weight}-normal.woff2`));
      const font = name === "latin" ? original : await subsetFont(original, characters(range), { targetFormat: "woff2" });
      writeFileSync(join(target, "fonts", file), font);
      faces.push(`@font-face{font-family:"Source Sans 3";font-style:normal;font-weight:${weight};font-display:swap;src:url("fonts/${file}") format("woff2");unicode-range:${range}}`);
    }
  }
  copyFileSync(module_("@fontsource/source-sans-3/LICENSE"), join(target, "fonts/LICENSE-source-sans-3.txt"));
  return faces.join("\n");
}

const tokens = readFileSync(join(here, "tokens.css"), "utf8");
const base = readFileSync(join(here, "base.css"), "utf8");
const own = readFileSync(join(here, "vakwerk.css"), "utf8");
const ownNames = new Set([...tokens.matchAll(/(--[\w-]+)\s*:/g)].map((match) => match[1]));
const kept = utrecht(usedClasses(source));
const examples = exampleTokens(kept, ownNames);
const components = settle(kept, [...ownNames, ...examples.keys()]);
const exampleSheet = `:root{${[...examples].sort().map(([name, value]) => `${name}:${value}`).join(";")}}`;
const whole = [
  "@layer tokens, base, utrecht, vakwerk;",
  await fonts(),
  `@layer tokens{${exampleSheet}${tokens}}`,
  `@layer base{${base}}`,
  `@layer utrecht{${components}}`,
  `@layer vakwerk{${own}}`,
].join("\n");

const { code } = transform({
  filename: "vakwerk.css",
  code: Buffer.from(whole),
  minify: true,
  targets: { chrome: 109 << 16, firefox: 115 << 16, safari: (16 << 16) | (4 << 8) },
});
const header = `/*! Vakwerk, EUPL-1.2. Built by frontend/build.mjs: do not edit.
 * @utrecht/component-library-css ${version("@utrecht/component-library-css")} (EUPL-1.2), @nl-design-system-unstable/voorbeeld-design-tokens ${version("@nl-design-system-unstable/voorbeeld-design-tokens")} (EUPL-1.2),
 * Source Sans 3 by @fontsource/source-sans-3 ${version("@fontsource/source-sans-3")} (OFL-1.1); lightningcss ${version("lightningcss")}. */
`;
mkdirSync(target, { recursive: true });
writeFileSync(join(target, "vakwerk.css"), header + code + "\n");
writeFileSync(
  join(target, "htmx.min.js"),
  `/*! htmx ${version("htmx.org")} (0BSD), https://htmx.org */\n` + readFileSync(module_("htmx.org/dist/htmx.min.js"), "utf8").trimEnd() + "\n",
);

console.log(`vakwerk.css: ${header.length + code.length} bytes`);
