"""Keep the words of every source in a table that row-level security lets an index read: decision 0007."""

import django.db.models.deletion
from django.db import migrations, models

import vakwerk.foundation.tenancy
from vakwerk.foundation.tenancy import ACADEMY_SETTING, ShareWithRegion

# Letter for letter: PostgreSQL's translate() needs two texts of the same length.
ACCENTED = "áàâäãåāăąçćčďđéèêëēęěíìîïīñńňóòôöõøōőřśšťúùûüūůűýÿźžż"
PLAIN = "aaaaaaaaacccddeeeeeeeiiiiinnnoooooooorsstuuuuuuuyyzzz"
# What joins words that people also write apart: e-learning, 's-Hertogenbosch, vng.nl.
JOINING = "-_/.:@'’‘"

# The Dutch stemmer leaves "organisaties" as it is, beside "organisatie"; in English it makes no difference.
PLAIN_TEXT = f"""
CREATE FUNCTION knowledge_plain(said text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT regexp_replace(
    translate(
      lower(normalize(said, NFKC)),
      '{(ACCENTED + JOINING).replace("'", "''")}',
      '{PLAIN}{" " * len(JOINING)}'
    ),
    'ies\\M', 'ie', 'g'
  )
$$
"""

TERMS = """
CREATE FUNCTION knowledge_terms(source knowledge_source)
RETURNS TABLE (lexeme text, score smallint) LANGUAGE sql STABLE AS $$
  WITH spoken AS (
    SELECT CASE source.language WHEN 'en' THEN 'english'::regconfig ELSE 'dutch'::regconfig END AS config
  ), said AS (
    SELECT setweight(to_tsvector(config, knowledge_plain(source.title)), 'A')
        || setweight(to_tsvector(config, knowledge_plain(source.author)), 'B')
        || setweight(to_tsvector(config, knowledge_plain(source.summary)), 'C')
        || setweight(to_tsvector(config, knowledge_plain(source.body)), 'D') AS words
    FROM spoken
  ), terms AS (
    SELECT word.lexeme,
           (CASE WHEN 'A' = ANY (word.weights) THEN 8 ELSE 0 END
          + CASE WHEN 'B' = ANY (word.weights) THEN 4 ELSE 0 END
          + CASE WHEN 'C' = ANY (word.weights) THEN 3 ELSE 0 END
          + least(3, cardinality(array_positions(word.weights, 'D'))))::smallint AS score
    FROM said, unnest(said.words) AS word
    UNION ALL
    SELECT trait, 0::smallint FROM (
      SELECT unnest(ARRAY[':all', ':kind:' || source.kind, ':side:' || source.side, ':language:' || source.language])
      UNION SELECT ':guests' WHERE source.kind <> 'person'
      UNION SELECT ':competency:' || unnest(source.competencies)
      UNION SELECT ':development:' || unnest(source.developments)
      UNION SELECT ':governance:' || unnest(source.governance_models)
      UNION SELECT ':size:' || unnest(source.sizes)
      UNION SELECT ':size:' WHERE source.sizes = '{}'
      UNION SELECT ':field:' || unnest(source.policy_fields)
      UNION SELECT ':field:' WHERE source.policy_fields = '{}'
    ) AS traits (trait)
  )
  SELECT terms.lexeme, terms.score FROM terms WHERE source.state = 'published' AND source.retired_at IS NULL
$$
"""

KEEP_UP = """
CREATE FUNCTION knowledge_index_source() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND
    (OLD.title, OLD.author, OLD.summary, OLD.body, OLD.language, OLD.kind, OLD.side, OLD.state, OLD.retired_at,
     OLD.shared_region_id, OLD.competencies, OLD.developments, OLD.governance_models, OLD.sizes, OLD.policy_fields)
    IS NOT DISTINCT FROM
    (NEW.title, NEW.author, NEW.summary, NEW.body, NEW.language, NEW.kind, NEW.side, NEW.state, NEW.retired_at,
     NEW.shared_region_id, NEW.competencies, NEW.developments, NEW.governance_models, NEW.sizes, NEW.policy_fields)
  THEN
    RETURN NULL;
  END IF;
  IF TG_OP <> 'INSERT' THEN
    -- By the words it had, so that no second index by source is needed.
    DELETE FROM knowledge_sourceword WHERE academy_id = OLD.academy_id AND source_id = OLD.id
      AND lexeme = ANY (ARRAY(SELECT lexeme FROM knowledge_terms(OLD)));
  END IF;
  IF TG_OP <> 'DELETE' THEN
    INSERT INTO knowledge_sourceword (academy_id, lexeme, source_id, score, shared_region_id)
      SELECT NEW.academy_id, lexeme, NEW.id, score, NEW.shared_region_id FROM knowledge_terms(NEW);
  END IF;
  RETURN NULL;
END
$$
"""


class Migration(migrations.Migration):
    dependencies = [("knowledge", "0003_describe_sources_and_talk_about_them")]

    operations = [
        migrations.CreateModel(
            name="SourceWord",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "academy_id",
                        "lexeme",
                        "source_id",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                (
                    "academy",
                    models.ForeignKey(
                        db_index=False,
                        default=vakwerk.foundation.tenancy.current_academy_id,
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="foundation.academy",
                    ),
                ),
                ("lexeme", models.TextField()),
                ("source_id", models.BigIntegerField()),
                ("score", models.SmallIntegerField()),
                ("shared_region_id", models.BigIntegerField(null=True)),
            ],
            options={"db_table": "knowledge_sourceword", "managed": False},
        ),
        migrations.RunSQL(
            [
                """
                CREATE TABLE knowledge_sourceword (
                  academy_id bigint NOT NULL,
                  lexeme text COLLATE "C" NOT NULL,
                  source_id bigint NOT NULL,
                  score smallint NOT NULL,
                  shared_region_id bigint,
                  PRIMARY KEY (academy_id, lexeme, source_id) INCLUDE (score, shared_region_id)
                )
                """,
                """
                CREATE INDEX knowledge_sourceword_shared ON knowledge_sourceword
                  (shared_region_id, lexeme, source_id) INCLUDE (score, academy_id)
                  WHERE shared_region_id IS NOT NULL
                """,
                # A search reads the index alone, and that needs pages that vacuum has seen.
                "ALTER TABLE knowledge_sourceword SET (autovacuum_vacuum_insert_scale_factor = 0.02)",
                "ALTER TABLE knowledge_sourceword ALTER COLUMN lexeme SET STATISTICS 1000",
                "ALTER TABLE knowledge_sourceword ENABLE ROW LEVEL SECURITY",
                "ALTER TABLE knowledge_sourceword FORCE ROW LEVEL SECURITY",
                f"""
                CREATE POLICY own_academy ON knowledge_sourceword
                  USING (academy_id = {ACADEMY_SETTING}) WITH CHECK (academy_id = {ACADEMY_SETTING})
                """,
            ],
            "DROP TABLE knowledge_sourceword",
        ),
        ShareWithRegion("SourceWord"),
        migrations.RunSQL(PLAIN_TEXT, "DROP FUNCTION knowledge_plain"),
        migrations.RunSQL(TERMS, "DROP FUNCTION knowledge_terms"),
        migrations.RunSQL(KEEP_UP, "DROP FUNCTION knowledge_index_source"),
        migrations.RunSQL(
            "CREATE TRIGGER knowledge_keep_words AFTER INSERT OR UPDATE OR DELETE ON knowledge_source"
            " FOR EACH ROW EXECUTE FUNCTION knowledge_index_source()",
            "DROP TRIGGER knowledge_keep_words ON knowledge_source",
        ),
    ]
