/**
 * Gladia's live speech-to-text (API v2) as a transcription provider.
 *
 * <p>May call {@code transcription}, {@code audio} and {@code lanes}. Source of every protocol
 * fact: Gladia's OpenAPI and AsyncAPI documents and its official SDK.
 */
@NullMarked
package io.roomscribe.transcription.gladia;

import org.jspecify.annotations.NullMarked;
