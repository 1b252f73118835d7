/** The tables of the engine's database, as steps: step k brings a database from version k to k + 1. Times are UTC ms. */
export const schema: readonly string[] = [
  `CREATE TABLE pipeline (
     id TEXT PRIMARY KEY, seq INTEGER NOT NULL, name TEXT NOT NULL, unique_id TEXT NOT NULL, record TEXT NOT NULL
   ) WITHOUT ROWID;
   CREATE TABLE erased (id TEXT PRIMARY KEY) WITHOUT ROWID;
   CREATE TABLE version (
     pipeline TEXT NOT NULL, version INTEGER NOT NULL, created INTEGER NOT NULL, source TEXT NOT NULL,
     definition TEXT NOT NULL,
     PRIMARY KEY (pipeline, version)
   ) WITHOUT ROWID;

   CREATE TABLE instance (
     pipeline TEXT NOT NULL, id TEXT NOT NULL, component TEXT NOT NULL, name TEXT NOT NULL, type TEXT NOT NULL,
     family TEXT NOT NULL, status TEXT NOT NULL, scheduled_start INTEGER NOT NULL, scheduled_end INTEGER NOT NULL,
     actual_start INTEGER, actual_end INTEGER, attempts INTEGER NOT NULL, tries_left INTEGER NOT NULL,
     head_attempt TEXT, waiting_on TEXT, cascade_failed_on TEXT, error_id TEXT, error_message TEXT, resource TEXT,
     version INTEGER NOT NULL, rehearsed TEXT, updated INTEGER NOT NULL,
     live INTEGER NOT NULL, plan TEXT, state TEXT,
     PRIMARY KEY (pipeline, id)
   );
   CREATE INDEX instance_start ON instance (pipeline, scheduled_start, id);
   CREATE INDEX instance_any_start ON instance (scheduled_start, pipeline, id);
   CREATE INDEX instance_ended ON instance (pipeline, component, actual_end);
   CREATE INDEX instance_component ON instance (pipeline, component, scheduled_start);
   CREATE INDEX instance_status ON instance (pipeline, status, scheduled_start, id);
   CREATE INDEX instance_live ON instance (pipeline) WHERE live = 1;
   CREATE TABLE need (
     pipeline TEXT NOT NULL, target TEXT NOT NULL, instance TEXT NOT NULL,
     PRIMARY KEY (pipeline, target, instance)
   ) WITHOUT ROWID;
   CREATE TABLE attempt (
     pipeline TEXT NOT NULL, instance TEXT NOT NULL, number INTEGER NOT NULL, id TEXT NOT NULL, status TEXT NOT NULL,
     queued INTEGER NOT NULL, actual_start INTEGER, actual_end INTEGER, hostname TEXT, error_id TEXT,
     error_message TEXT, error_stack TEXT, log_location TEXT, rehearsed TEXT, more TEXT,
     PRIMARY KEY (pipeline, instance, number)
   ) WITHOUT ROWID;

   CREATE TABLE run_count (
     pipeline TEXT NOT NULL, scheduled_start INTEGER NOT NULL, activity INTEGER NOT NULL, status TEXT NOT NULL,
     n INTEGER NOT NULL,
     PRIMARY KEY (pipeline, scheduled_start, activity, status)
   ) WITHOUT ROWID;
   CREATE TRIGGER instance_counted AFTER INSERT ON instance BEGIN
     INSERT INTO run_count VALUES (new.pipeline, new.scheduled_start, new.family = 'activity', new.status, 1)
       ON CONFLICT DO UPDATE SET n = n + 1;
   END;
   CREATE TRIGGER instance_recounted AFTER UPDATE OF status ON instance WHEN old.status <> new.status BEGIN
     UPDATE run_count SET n = n - 1 WHERE pipeline = old.pipeline AND scheduled_start = old.scheduled_start
       AND activity = (old.family = 'activity') AND status = old.status;
     INSERT INTO run_count VALUES (new.pipeline, new.scheduled_start, new.family = 'activity', new.status, 1)
       ON CONFLICT DO UPDATE SET n = n + 1;
   END;
   CREATE TRIGGER instance_discounted AFTER DELETE ON instance BEGIN
     UPDATE run_count SET n = n - 1 WHERE pipeline = old.pipeline AND scheduled_start = old.scheduled_start
       AND activity = (old.family = 'activity') AND status = old.status;
   END;

   CREATE TABLE outstanding (
     id TEXT PRIMARY KEY, pipeline TEXT NOT NULL, instance TEXT NOT NULL, cause TEXT NOT NULL, action TEXT NOT NULL
   ) WITHOUT ROWID;
   CREATE TABLE draft (
     pipeline TEXT PRIMARY KEY, text TEXT NOT NULL, pins TEXT NOT NULL, revision INTEGER NOT NULL,
     updated INTEGER NOT NULL
   ) WITHOUT ROWID;
   CREATE TABLE notice (
     id INTEGER PRIMARY KEY AUTOINCREMENT, at INTEGER NOT NULL, pipeline TEXT, instance TEXT, kind TEXT NOT NULL,
     subject TEXT NOT NULL, message TEXT NOT NULL, sent_to TEXT
   );
   CREATE INDEX notice_pipeline ON notice (pipeline, id);`,

  // The local history: what was saved, its texts once each and packed, and under which versions the service froze it.
  `ALTER TABLE draft ADD COLUMN base INTEGER;
   CREATE TABLE saved_version (
     pipeline TEXT NOT NULL, number INTEGER NOT NULL, cause TEXT NOT NULL, who TEXT NOT NULL, at INTEGER NOT NULL,
     updated INTEGER NOT NULL, saves INTEGER NOT NULL, revision INTEGER NOT NULL, name TEXT, says TEXT NOT NULL,
     hash TEXT NOT NULL, pins TEXT NOT NULL,
     PRIMARY KEY (pipeline, number)
   ) WITHOUT ROWID;
   CREATE INDEX saved_version_hash ON saved_version (pipeline, hash);
   CREATE TABLE saved_text (
     pipeline TEXT NOT NULL, hash TEXT NOT NULL, body BLOB NOT NULL,
     PRIMARY KEY (pipeline, hash)
   );
   CREATE TABLE frozen_as (
     pipeline TEXT NOT NULL, version INTEGER NOT NULL, number INTEGER NOT NULL, source TEXT NOT NULL,
     PRIMARY KEY (pipeline, version)
   ) WITHOUT ROWID;
   CREATE INDEX frozen_as_number ON frozen_as (pipeline, number);`,

  // Instances of runs of a part that were taken as done: the scheduled start of the run that stands for them, or 0.
  'ALTER TABLE instance ADD COLUMN taken INTEGER;',

  // Rows say once what many instances share, and the writer adds up its counts for a whole turn.
  `CREATE TABLE policy (id INTEGER PRIMARY KEY, body TEXT NOT NULL UNIQUE);
   ALTER TABLE instance ADD COLUMN policy INTEGER;
   DROP TRIGGER instance_counted;
   DROP TRIGGER instance_recounted;
   DROP TRIGGER instance_discounted;
   DROP INDEX instance_status;
   DROP INDEX instance_ended;
   CREATE INDEX instance_status ON instance (pipeline, status, scheduled_start, id) WHERE live = 0;
   CREATE INDEX instance_ended ON instance (pipeline, component, actual_end) WHERE actual_end IS NOT NULL;`,
]
