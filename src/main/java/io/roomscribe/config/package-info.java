/**
 * The wiring: the JAX-RS application, the settings check at start, the data source, problem+json.
 *
 * <p>Order of the start, by priority of the observers of {@link jakarta.enterprise.event.Startup}:
 * the settings check (100), the database's schema (200), then everybody else (the default, 2500).
 * One that throws ends the start. EJBs are not used at all: WildFly's MicroProfile configuration
 * has no EJB container and leaves {@code @Startup @Singleton} beans aside without a word.
 *
 * <p>Sees all, seen by none.
 */
@NullMarked
package io.roomscribe.config;

import org.jspecify.annotations.NullMarked;
