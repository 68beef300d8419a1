package io.roomscribe.ingest.rtmp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.roomscribe.lanes.ManualClock;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What goes over the wire before and around the commands, byte by byte. */
class WireTest {

  private final ManualClock clock = new ManualClock();
  private final Patience patience = new Patience(clock, ListenerRig.LIMITS);
  private final ByteArrayOutputStream sent = new ByteArrayOutputStream();
  private final WireOutput out = new WireOutput(Channels.newChannel(sent), patience);

  @Test
  void handshake_plainOrSigned_isAnsweredUnsignedWithTheClientsBlockReturned() throws IOException {
    byte[] c0c1c2 = new byte[1 + 2 * Handshake.BLOCK_BYTES + 1];
    new Random(1).nextBytes(c0c1c2);
    c0c1c2[0] = 3;
    c0c1c2[c0c1c2.length - 1] = 77;
    WireInput in = input(c0c1c2);

    Handshake.accept(in, out);

    byte[] answer = sent.toByteArray();
    assertThat(answer).hasSize(1 + 2 * 1536);
    assertThat(answer[0]).isEqualTo((byte) 3);
    assertThat(Arrays.copyOfRange(answer, 1, 9)).containsOnly(0);
    assertThat(Arrays.copyOfRange(answer, 1537, 3073))
        .isEqualTo(Arrays.copyOfRange(c0c1c2, 1, 1537));
    assertThat(in.u8()).as("what follows C2").isEqualTo(77);
  }

  @Test
  void handshake_anotherProtocol_isRefusedAtItsFirstByte() {
    assertThatThrownBy(() -> Handshake.accept(input("GET / HTTP/1.1".getBytes()), out))
        .isInstanceOf(ProtocolViolation.class);
    assertThat(sent.size()).isZero();
  }

  @Test
  void writer_controlMessages_areOneChunkEach() throws IOException {
    ChunkWriter writer = new ChunkWriter(out);

    writer.control(RtmpMessage.ACKNOWLEDGEMENT, 0x01020304);
    writer.peerBandwidth(2_500_000);
    writer.event(7, 9);

    assertThat(HexFormat.of().formatHex(sent.toByteArray()))
        .isEqualTo(
            ("02 000000 000004 03 00000000 01020304"
                    + "02 000000 000005 06 00000000 002625a0 02"
                    + "02 000000 000006 04 00000000 0007 00000009")
                .replace(" ", ""));
  }

  @Test
  void writer_commandLongerThanAChunk_isContinued() throws IOException {
    new ChunkWriter(out).command(1, ByteBuffer.allocate(257));

    byte[] chunks = sent.toByteArray();
    assertThat(chunks).hasSize(12 + 128 + 1 + 128 + 1 + 1);
    assertThat(HexFormat.of().formatHex(chunks, 0, 12)).isEqualTo("030000000001011401000000");
    assertThat(new byte[] {chunks[140], chunks[269]}).containsOnly(0xc3);
  }

  @Test
  void patience_ofAStranger_isOneDeadlineHoweverBusyItIs() {
    clock.advance(Duration.ofSeconds(9));
    patience.waits();
    patience.goesOn();
    assertThat(patience.overdue()).isFalse();

    clock.advance(Duration.ofSeconds(1));

    assertThat(patience.overdue()).isTrue();
  }

  @Test
  void patience_withAPublisher_startsAnewWithEachWaitAndNotWhileWeWork() {
    patience.publishes();
    clock.advance(Duration.ofHours(1));
    assertThat(patience.overdue()).isFalse();

    patience.waits();
    clock.advance(Duration.ofSeconds(9));
    assertThat(patience.overdue()).isFalse();
    clock.advance(Duration.ofSeconds(1));
    assertThat(patience.overdue()).isTrue();

    patience.goesOn();
    assertThat(patience.overdue()).isFalse();
  }

  private WireInput input(byte[] bytes) {
    return new WireInput(Channels.newChannel(new ByteArrayInputStream(bytes)), patience);
  }
}
