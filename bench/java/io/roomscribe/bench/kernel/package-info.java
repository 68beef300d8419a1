/**
 * What the audio kernel costs for each sample that comes in: {@code mvn -Pbench verify
 * -Dbench=kernel}.
 */
package io.roomscribe.bench.kernel;
