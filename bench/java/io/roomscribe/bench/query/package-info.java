/**
 * What reading stored transcripts costs among very many: {@code mvn -Pbench verify -Dbench=query},
 * with {@code -Dbench.rows=} for fewer than 10 million lines.
 */
package io.roomscribe.bench.query;
