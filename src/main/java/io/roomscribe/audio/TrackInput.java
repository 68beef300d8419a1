package io.roomscribe.audio;

import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One egress of a track: the producing end of its ring.
 *
 * <p>Shape: s16le, 2 channels, 48 kHz in messages of any length; a message may end within a sample,
 * whose rest is then the beginning of the next. The channels are averaged.
 *
 * <p>Full: the oldest audio is dropped, counted as overflowed and reported as a {@link Gap}.
 *
 * <p>Threading: {@link #receive} by one thread at a time; it never blocks and does not allocate.
 * The rest is safe from any thread.
 *
 * <p>Ownership: a buffer is read before the call returns and never kept.
 *
 * <p>Errors: none for content. What is received after {@link RoomMixer#close} is counted and never
 * mixed.
 *
 * <p>Source: livekit/egress pkg/pipeline/builder/audio.go (the format); its messages hold 10 ms,
 * which nothing here relies on.
 */
public final class TrackInput implements PcmInput {
  private static final int BYTES_PER_SAMPLE = 4;

  private final String trackId;
  private final SampleRing ring;
  private final ArrivalOffsets offsets;
  private final AtomicLong lastArrivalNs;
  private final short[] chunk = new short[SampleRing.CHUNK_SAMPLES];
  private int chunkLength;
  private int tail;
  private int tailBytes;

  final Tally mixed = new Tally();
  final Tally invented = new Tally();
  final Tally droppedInSilence = new Tally();
  final Tally droppedInSpeech = new Tally();
  final Tally overflowed = new Tally();

  TrackInput(String trackId, int ringSamples, long startNs, long nowNs) {
    this.trackId = trackId;
    this.ring = new SampleRing(ringSamples);
    this.offsets = new ArrivalOffsets(startNs);
    this.lastArrivalNs = new AtomicLong(nowNs);
  }

  /** The track's id. */
  public String trackId() {
    return trackId;
  }

  @Override
  public void receive(ByteBuffer pcm, long arrivalNs) {
    lastArrivalNs.setRelease(arrivalNs);
    int at = finishTail(pcm);
    int whole = (pcm.limit() - at) / BYTES_PER_SAMPLE;
    if (whole + chunkLength > 0) {
      // Before the samples show, so that the mixer always knows where those it sees belong.
      offsets.arrived(arrivalNs, ring.written());
    }
    for (int i = 0; i < whole; i++, at += BYTES_PER_SAMPLE) {
      append(littleEndian(pcm, at), littleEndian(pcm, at + 2));
    }
    flush();
    for (; at < pcm.limit(); at++) {
      carry(pcm.get(at));
    }
    pcm.position(pcm.limit());
  }

  /** When bytes last arrived; the time of opening before the first. */
  public long lastArrivalNs() {
    return lastArrivalNs.getAcquire();
  }

  /**
   * What became of the samples so far. Between calls from the mixing and the receiving thread the
   * numbers add up: received = mixed + both dropped + overflowed + what the ring holds.
   */
  public TrackCounters counters() {
    return new TrackCounters(
        ring.written(),
        mixed.value(),
        invented.value(),
        droppedInSilence.value(),
        droppedInSpeech.value(),
        overflowed.value() + ring.excess());
  }

  /** The ring, for the mixing thread. */
  SampleRing ring() {
    return ring;
  }

  /** Where its samples belong, for the mixing thread. */
  ArrivalOffsets offsets() {
    return offsets;
  }

  /** Completes the sample that the previous message broke off; returns where the next begins. */
  private int finishTail(ByteBuffer pcm) {
    int at = pcm.position();
    while (tailBytes > 0 && at < pcm.limit()) {
      carry(pcm.get(at));
      at++;
      if (tailBytes == BYTES_PER_SAMPLE) {
        append((short) tail, (short) (tail >> 16));
        tail = 0;
        tailBytes = 0;
      }
    }
    return at;
  }

  private void carry(byte next) {
    tail |= (next & 0xff) << (8 * tailBytes);
    tailBytes++;
  }

  private void append(short left, short right) {
    chunk[chunkLength] = (short) ((left + right) >> 1);
    chunkLength++;
    if (chunkLength == chunk.length) {
      flush();
    }
  }

  private void flush() {
    ring.put(chunk, chunkLength);
    chunkLength = 0;
  }

  private static short littleEndian(ByteBuffer pcm, int at) {
    return (short) ((pcm.get(at) & 0xff) | (pcm.get(at + 1) << 8));
  }
}
