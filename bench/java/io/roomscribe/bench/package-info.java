/** Measurements: {@code mvn -Pbench verify}, a part of them with {@code -Dbench=…}. */
package io.roomscribe.bench;
