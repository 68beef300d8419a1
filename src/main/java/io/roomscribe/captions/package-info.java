/**
 * Live captions to viewers: server-sent events with partials and finals.
 *
 * <p>May call {@code transcripts}, {@code rooms}, {@code lanes} and {@code security}.
 */
@NullMarked
package io.roomscribe.captions;

import org.jspecify.annotations.NullMarked;
