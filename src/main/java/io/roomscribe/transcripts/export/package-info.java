/**
 * Transcripts as WebVTT, SubRip and plain text. Pure functions of stored lines; calls {@code
 * transcripts}.
 */
@NullMarked
package io.roomscribe.transcripts.export;

import org.jspecify.annotations.NullMarked;
