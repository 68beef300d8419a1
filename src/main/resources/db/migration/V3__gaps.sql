-- Audio that is missing: what was accepted is either transcribed or accounted for here.
create table gap (
  session_id  varchar not null references session (id) on delete cascade,
  seq         bigint not null,               -- 1, 2, 3 within the session, in the order of being stored
  track_id    varchar,                       -- null when the whole session is meant
  participant varchar,                       -- whose track it is; null when unknown
  from_ms     bigint not null,               -- since the session's position zero
  to_ms       bigint not null,               -- exclusive
  cause       varchar not null,
  detail      varchar not null,
  primary key (session_id, seq)
);
create index gap_by_time on gap (session_id, from_ms, seq);
