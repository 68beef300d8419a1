/**
 * The speech-to-text SPI: a provider opens streams, a stream takes audio and reports utterances.
 *
 * <p>May call {@code audio} and {@code lanes}. Providers live in subpackages and are not known
 * here.
 */
@NullMarked
package io.roomscribe.transcription;

import org.jspecify.annotations.NullMarked;
