/**
 * The wiring: the JAX-RS application, the settings check at start, the data source, problem+json.
 *
 * <p>Sees all, seen by none.
 */
@NullMarked
package io.roomscribe.config;

import org.jspecify.annotations.NullMarked;
