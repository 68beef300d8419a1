/**
 * All that talks to LiveKit: SDK clients, track discovery, egress start and stop, the webhook
 * resource.
 *
 * <p>May call {@code rooms}, {@code lanes} and {@code security}.
 */
@NullMarked
package io.roomscribe.livekit;

import org.jspecify.annotations.NullMarked;
