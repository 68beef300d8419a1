/**
 * The wiring: the JAX-RS application, the settings check at start, the data source, problem+json.
 *
 * <p>Order of the start: the settings check, before any bean is made; then, by priority of the
 * observers of {@link jakarta.enterprise.event.Startup}, the database's schema (200) and everybody
 * else (the default, 2500). One that throws ends the start. EJBs are not used at all: WildFly's
 * MicroProfile configuration has no EJB container and leaves {@code @Startup @Singleton} beans
 * aside without a word.
 *
 * <p>Sees all, seen by none.
 */
@NullMarked
package io.roomscribe.config;

import org.jspecify.annotations.NullMarked;
