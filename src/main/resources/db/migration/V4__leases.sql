-- A process of a node, alive until the time it has promised. Times are ms since 1970 by this
-- database's clock, so that nodes need not agree about theirs.
create table cluster_node (
  id          varchar not null,
  incarnation varchar not null,              -- another one for each process of the node
  renewed_ms  bigint not null,
  until_ms    bigint not null,
  primary key (id, incarnation)
);

-- Whose a session is. Every write for it locks this row and compares the fence.
create table lease (
  session_id  varchar primary key references session (id) on delete cascade,
  node        varchar not null,              -- empty: nobody's
  incarnation varchar not null,
  fence       bigint not null,               -- one more with each owner
  changed_ms  bigint not null                -- when it was taken or let go
);
create index lease_by_node on lease (node, incarnation);

-- Sessions that a node without leases left unfinished are free for the first that comes.
insert into lease (session_id, node, incarnation, fence, changed_ms)
  select id, '', '', 0, 0 from session where state not in ('ENDED', 'FAILED');
