/**
 * Live captions to viewers: server-sent events with partials and finals.
 *
 * <p>A viewer may be on any node: the one that a session runs on passes its captions on. May call
 * {@code transcripts}, {@code rooms}, {@code cluster}, {@code lanes} and {@code security}.
 */
@NullMarked
package io.roomscribe.captions;

import org.jspecify.annotations.NullMarked;
