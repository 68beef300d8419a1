-- By which egresses the room was captured, and what that was switched to: JSON. Null in sessions of
-- before: each microphone by an egress of its own.
alter table session add column capture varchar;
