/**
 * What a captured track costs a server: many paced connections as LiveKit's egress makes them, into
 * the real WAR on each server, its audio out to a sink that acknowledges it.
 *
 * <p>And how long a final takes to each of very many viewers: {@code -Dbench=fanout}; and what
 * rooms cost in which nobody says anything: {@code -Dbench=idle}.
 *
 * <p>{@code mvn -Pbench verify -Dbench=ingest}. The load runs in this process, the server in one of
 * its own; only the server's CPU time counts, and the load reports how late it was itself.
 */
package io.roomscribe.bench.ingest;
