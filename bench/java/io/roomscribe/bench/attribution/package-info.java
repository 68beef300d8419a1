/**
 * Who is named for what was said, and what that costs: {@code mvn -Pbench verify
 * -Dbench=attribution}. Recorded voices whose speakers are known go through the product's mixer; a
 * recogniser that hears every word and misplaces each by up to a tenth of a second is taken for
 * granted, so that only the attribution is measured.
 */
package io.roomscribe.bench.attribution;
