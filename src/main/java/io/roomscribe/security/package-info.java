/**
 * Who may do what: API keys, LiveKit access tokens, the capture tokens in egress URLs, redaction.
 *
 * <p>Calls nobody. Knows of rooms by name only.
 */
@NullMarked
package io.roomscribe.security;

import org.jspecify.annotations.NullMarked;
