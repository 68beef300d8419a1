/** MicroProfile Health: liveness, readiness and startup checks. Sees all, seen by none. */
@NullMarked
package io.roomscribe.health;

import org.jspecify.annotations.NullMarked;
