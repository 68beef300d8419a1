/**
 * A stand-in for Gladia's live API (v2) that hears: it validates, acknowledges, resumes and fails
 * as Gladia does, and what it reports comes from the audio it was sent and from nothing else.
 *
 * <p>Two threads matter. The lane (one for the whole stand-in) owns every session and its state;
 * the web server's threads only hand over to it. Each session has a thread of its own that listens
 * to the audio, so that slow recognition never holds up an acknowledgement.
 *
 * <p>Source: docs.gladia.io, the official SDK 2.1.0 and observations of other implementers. Where
 * these are silent, the class concerned says what was chosen.
 */
@NullMarked
package io.roomscribe.standin.gladia;

import org.jspecify.annotations.NullMarked;
