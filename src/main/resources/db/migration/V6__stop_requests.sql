-- When a session was asked to stop by a node that does not own it; null: it was not. Its owner looks
-- here, whoever that is by then.
alter table session add column stop_asked_at timestamp with time zone;
