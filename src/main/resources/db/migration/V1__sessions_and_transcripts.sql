-- Common SQL of H2 and PostgreSQL: varchar without a length, bigint, boolean, timestamp with time zone.

create table session (
  id          varchar primary key,
  room        varchar not null,
  state       varchar not null,
  cause       varchar not null,
  trouble     varchar,                       -- what LiveKit refuses; null when nothing
  options     varchar not null,              -- JSON, as given when the session was asked for
  transcription varchar not null,            -- JSON: how speech-to-text did
  gaps        varchar not null,              -- JSON: the latest stretches of missing audio
  created_at  timestamp with time zone not null,
  epoch       timestamp with time zone,      -- wall-clock time of the session's position zero
  ended_at    timestamp with time zone,
  active_room varchar unique,                -- the room while the session runs, null afterwards: one active session a room
  version     bigint not null
);
create index session_by_room on session (room, id);

create table session_transition (
  session_id varchar not null references session (id) on delete cascade,
  seq        bigint not null,                -- 1, 2, 3 within the session
  at         timestamp with time zone not null,
  from_state varchar,                        -- null for the first
  to_state   varchar not null,
  cause      varchar not null,
  primary key (session_id, seq)
);

-- A microphone of a session, with its latest capture.
create table track_capture (
  session_id varchar not null references session (id) on delete cascade,
  track_id   varchar not null,
  position   integer not null,               -- 0, 1, 2 in order of appearance
  identity   varchar not null,
  name       varchar not null,
  egress_id  varchar,                        -- null before the first egress was started
  state      varchar not null,
  cause      varchar not null,
  attempts   integer not null,
  counters   varchar,                        -- JSON: audio accounting in ms
  primary key (session_id, track_id)
);

-- What was said, final: one row for each run of words of one speaker within an utterance.
create sequence transcript_line_id;
create table transcript_line (
  id           bigint primary key,
  session_id   varchar not null references session (id) on delete cascade,
  seq          bigint not null,              -- 1, 2, 3 within the session, in the order of being stored
  utterance_id varchar not null,
  segment      integer not null,             -- 0, 1, 2 within the utterance
  room         varchar not null,
  start_ms     bigint not null,              -- since the session's position zero
  end_ms       bigint not null,
  spoken_at    timestamp with time zone not null,
  language     varchar not null,
  confidence   double precision not null,
  text         varchar not null,
  speaker_identity varchar,                  -- the strongest; null when unknown
  speaker_name     varchar,
  speakers     varchar not null,             -- JSON: all of them, strongest first
  words        varchar not null,             -- JSON: words with times and speakers
  constraint transcript_line_once unique (session_id, utterance_id, segment),
  constraint transcript_line_seq unique (session_id, seq)
);
create index transcript_line_by_time on transcript_line (session_id, start_ms, seq);
create index transcript_line_by_spoken on transcript_line (spoken_at, id);
create index transcript_line_by_room on transcript_line (room, spoken_at, id);
