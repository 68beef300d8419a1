/**
 * Recorded speech with known text, for whoever needs people talking: conversations, the audio of
 * each participant, and the measure of how much of what was said came back.
 *
 * <p>Plain JDK and Jackson; calls nobody else here.
 */
@NullMarked
package io.roomscribe.standin.speech;

import org.jspecify.annotations.NullMarked;
