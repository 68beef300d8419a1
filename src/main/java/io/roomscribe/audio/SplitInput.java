package io.roomscribe.audio;

import java.nio.ByteBuffer;

/**
 * One egress that carries one speaker on its left channel and another on its right: feeds two
 * tracks, each with its own ring, place and activity.
 *
 * <p>Shape: s16le, 2 channels, 48 kHz in messages of any length; a message may end within a sample,
 * whose rest is then the beginning of the next.
 *
 * <p>Full: see {@link TrackInput}.
 *
 * <p>Threading: {@link #receive} by one thread at a time, which must be the only one that feeds the
 * two inputs; it never blocks and does not allocate.
 *
 * <p>Ownership: the inputs stay the caller's, to be counted, handed over and closed one by one.
 */
public final class SplitInput implements PcmInput {
  private final StereoReader reader = new StereoReader();
  private final short[] channel = new short[StereoReader.CHUNK_SAMPLES];
  private final TrackInput left;
  private final TrackInput right;

  /** Feeds these inputs. */
  public SplitInput(TrackInput left, TrackInput right) {
    this.left = left;
    this.right = right;
  }

  /** What the left channel goes to. */
  public TrackInput left() {
    return left;
  }

  /** What the right channel goes to. */
  public TrackInput right() {
    return right;
  }

  @Override
  public void receive(ByteBuffer pcm, long arrivalNs) {
    int length = reader.read(pcm);
    left.arrived(arrivalNs, length > 0);
    right.arrived(arrivalNs, length > 0);
    for (; length > 0; length = reader.read(pcm)) {
      reader.left(channel, length);
      left.append(channel, length);
      reader.right(channel, length);
      right.append(channel, length);
    }
  }
}
