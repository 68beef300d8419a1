package io.roomscribe.ingest.rtmp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(300)
class RtmpListenerTest {

  private static final String NAME = "s1?key=" + ListenerRig.KEY;

  private final List<AutoCloseable> toClose = new ArrayList<>();
  private ListenerRig rig;

  @BeforeEach
  void open() throws IOException {
    rig = kept(new ListenerRig());
  }

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable each : toClose) {
      each.close();
    }
  }

  @Test
  void publish_rightKey_isToldToStart() throws IOException {
    RawPublisher publisher = publisher();
    publisher.send(RawPublisher.session(NAME));
    publisher.skipHandshake();

    assertThat(publisher.answer(RtmpMessage.PEER_BANDWIDTH).payload().limit()).isEqualTo(5);
    assertThat(code(publisher.answer("_result"))).isEqualTo("NetConnection.Connect.Success");
    assertThat(publisher.answer("_result")).containsExactly("_result", 2.0, null, null);
    assertThat(publisher.answer("_result")).containsExactly("_result", 3.0, null, null);
    assertThat(publisher.answer("_result")).containsExactly("_result", 4.0, null, 1.0);
    assertThat(code(publisher.answer("onStatus"))).isEqualTo("NetStream.Publish.Start");
  }

  @Test
  void publish_keyWithTheApplication_isFoundToo() throws IOException {
    publisher()
        .send(
            RawPublisher.handshake(),
            RawPublisher.command(0, "connect", 1, Map.of("app", "/live/?key=" + ListenerRig.KEY)),
            RawPublisher.command(1, "publish", 5, null, "s1", "live"));

    assertThat(rig.sink(0).publication.stream()).isEqualTo("live/s1");
  }

  @Test
  void publish_wrongKey_isToldBadNameAndDisconnected() throws IOException {
    RawPublisher publisher = publisher();
    publisher.send(RawPublisher.session("s1?key=wrong"));
    publisher.skipHandshake();

    assertThat(code(publisher.answer("onStatus"))).isEqualTo("NetStream.Publish.BadName");
    assertThat(publisher.isEnded()).isTrue();
    assertThat(rig.listener.counts().refused()).isEqualTo(1);
  }

  @Test
  void publish_nameThatWouldBreakALog_isRefusedUnasked() throws IOException {
    RawPublisher publisher = publisher();
    publisher.send(RawPublisher.session("s1\n?key=" + ListenerRig.KEY));

    assertThat(publisher.isEnded()).isTrue();
    assertThat(rig.sinks).isEmpty();
  }

  @Test
  void publication_asText_hidesTheKey() throws IOException {
    publisher().send(RawPublisher.session(NAME));

    assertThat(rig.sink(0).publication.toString()).contains("s1").doesNotContain(ListenerRig.KEY);
  }

  @Test
  void publish_gateFails_isRefused() throws IOException {
    ListenerRig failing =
        kept(
            new ListenerRig(
                ListenerRig.LIMITS,
                publication -> {
                  throw new IllegalStateException("planted");
                }));
    RawPublisher publisher = kept(new RawPublisher(failing.listener.port()));
    publisher.send(RawPublisher.session(NAME));
    publisher.skipHandshake();

    assertThat(code(publisher.answer("onStatus"))).isEqualTo("NetStream.Publish.BadName");
  }

  @Test
  void messages_otherThanAudio_areDroppedAndCounted() throws IOException {
    RawPublisher publisher = publisher();
    publisher.send(
        RawPublisher.session(NAME),
        RawPublisher.message(9, 1, ByteBuffer.allocate(500)),
        RawPublisher.message(18, 1, ByteBuffer.allocate(50)),
        RawPublisher.audio(300));

    await().until(() -> rig.sink(0).tags.size() == 1);
    assertThat(rig.sink(0).tags.get(0).payload()).hasSize(300);
    assertThat(rig.listener.counts().dropped()).isEqualTo(2);
  }

  @Test
  void audio_firstKilobytes_areAcknowledgedAndThenNotBeforeTheWindow() throws IOException {
    RawPublisher publisher = publisher();
    publisher.send(RawPublisher.session(NAME));
    publisher.skipHandshake();
    publisher.answer("onStatus");

    publisher.send(RawPublisher.audio(8_000), RawPublisher.audio(20_000), ping(77));

    assertThat(publisher.answer(RtmpMessage.ACKNOWLEDGEMENT).payload().getInt())
        .isBetween(8_192, 15_000);
    RtmpMessage pong = publisher.answer(RtmpMessage.USER_CONTROL);
    assertThat(pong.payload().getShort()).isEqualTo((short) 7);
    assertThat(pong.payload().getInt()).isEqualTo(77);
  }

  @Test
  void deleteStream_afterAudio_endsThePublicationAndLeavesHangingUpToTheClient()
      throws IOException {
    RawPublisher publisher = publisher();
    publisher.send(
        RawPublisher.session(NAME),
        RawPublisher.audio(10),
        RawPublisher.command(0, "FCUnpublish", 6, null, NAME),
        RawPublisher.command(0, "deleteStream", 7, null, 1),
        RawPublisher.command(0, "deleteStream", 8, null, 1),
        RawPublisher.audio(10),
        ping(5));
    publisher.skipHandshake();

    assertThat(publisher.answer("onStatus")).isNotEmpty();
    RtmpMessage pong = publisher.answer(RtmpMessage.USER_CONTROL);
    assertThat(pong.payload().getInt(2)).isEqualTo(5);
    assertThat(rig.sink(0).closed).hasValue(1);
    assertThat(rig.sink(0).tags).hasSize(1);
    assertThat(rig.listener.counts().live()).isZero();
  }

  @Test
  void sink_thatFails_disconnectsThePublisher() throws IOException {
    ListenerRig broken = kept(new ListenerRig(ListenerRig.LIMITS, BrokenSink::new));
    RawPublisher publisher = kept(new RawPublisher(broken.listener.port()));
    publisher.send(RawPublisher.session(NAME), RawPublisher.audio(10));

    assertThat(publisher.isEnded()).isTrue();
    await().untilAsserted(() -> assertThat(broken.sink(0).closed).hasValue(1));
    await().until(() -> broken.listener.counts().live() == 0);
  }

  @Test
  void publish_again_waitsUntilTheOlderSinkIsClosed() throws IOException {
    CountDownLatch finish = new CountDownLatch(1);
    kept((AutoCloseable) finish::countDown);
    ListenerRig slow = kept(new ListenerRig(ListenerRig.LIMITS, p -> new SlowSink(p, finish)));
    RawPublisher older = kept(new RawPublisher(slow.listener.port()));
    older.send(RawPublisher.session(NAME));
    await().until(() -> slow.listener.counts().published() == 1);
    RawPublisher newer = kept(new RawPublisher(slow.listener.port()));

    newer.send(RawPublisher.session(NAME), RawPublisher.audio(10));
    assertThat(older.isEnded()).isTrue();
    slow.sink(1);
    assertThat(slow.sink(1).tags).isEmpty();
    finish.countDown();

    await().until(() -> slow.sink(1).tags.size() == 1);
    assertThat(slow.sink(0).closed).hasValue(1);
    assertThat(slow.listener.counts().live()).isEqualTo(1);
  }

  @Test
  void publishers_moreThanMay_areRefusedUntilOneLeaves() throws IOException {
    List<RawPublisher> publishers = new ArrayList<>();
    for (int i = 0; i < ListenerRig.LIMITS.publishers(); i++) {
      publishers.add(publisher());
      publishers.get(i).send(RawPublisher.session("s" + i + "?key=" + ListenerRig.KEY));
    }
    await().until(() -> rig.listener.counts().published() == ListenerRig.LIMITS.publishers());

    RawPublisher tooMany = publisher();
    tooMany.send(RawPublisher.session("more?key=" + ListenerRig.KEY));
    assertThat(tooMany.isEnded()).isTrue();
    assertThat(rig.listener.counts().refused()).isEqualTo(1);

    publishers.get(0).close();
    await().until(() -> rig.listener.counts().live() < ListenerRig.LIMITS.publishers());
    publisher().send(RawPublisher.session("more?key=" + ListenerRig.KEY));
    await().until(() -> rig.listener.counts().live() == ListenerRig.LIMITS.publishers());
  }

  @Test
  void strangers_moreThanMay_areTurnedAwayUntilTheOthersAreGivenUp() throws IOException {
    List<RawPublisher> strangers = new ArrayList<>();
    for (int i = 0; i < ListenerRig.LIMITS.strangers(); i++) {
      strangers.add(publisher());
      strangers.get(i).send(new byte[] {3});
    }
    assertThat(publisher().isEnded()).isTrue();
    await().untilAsserted(() -> assertThat(rig.listener.counts().turnedAway()).isEqualTo(1));

    rig.advance(ListenerRig.LIMITS.publishWithin());

    assertThat(strangers).allSatisfy(stranger -> assertThat(stranger.isEnded()).isTrue());
    await()
        .untilAsserted(
            () -> {
              publisher().send(RawPublisher.session(NAME));
              assertThat(rig.listener.counts().live()).isEqualTo(1);
            });
  }

  @Test
  void audio_longerThanMay_disconnectsThePublisher() throws IOException {
    RawPublisher publisher = publisher();
    publisher.send(RawPublisher.session(NAME));
    rig.sink(0);
    byte[] header = {4, 0, 0, 0, 0x10, 0, 1, 8, 1, 0, 0, 0};

    publisher.send(header);

    assertThat(publisher.isEnded()).isTrue();
    assertThat(rig.listener.counts().violations()).isEqualTo(1);
  }

  @Test
  void session_cutAnywhere_leavesNothingBehind() throws IOException {
    byte[] whole = RawPublisher.joined(RawPublisher.session(NAME), RawPublisher.audio(400));
    int afterC1 = Handshake.BLOCK_BYTES * 2;
    for (int length = 0; length < whole.length; length += length < afterC1 ? 211 : 3) {
      try (RawPublisher publisher = new RawPublisher(rig.listener.port())) {
        publisher.send(Arrays.copyOf(whole, length));
        publisher.channel.shutdownOutput();
        assertThat(publisher.isEnded()).isTrue();
      }
    }
    nothingIsLeft();
  }

  @Test
  void session_withBytesChanged_neverHangs() throws IOException {
    byte[] whole = RawPublisher.joined(RawPublisher.session(NAME), RawPublisher.audio(400));
    Random random = new Random(7);
    for (int round = 0; round < 300; round++) {
      byte[] bytes = whole.clone();
      for (int i = 0; i < 3; i++) {
        int body = 1 + 2 * Handshake.BLOCK_BYTES;
        bytes[body + random.nextInt(bytes.length - body)] = (byte) random.nextInt();
      }
      sendAndLeave(bytes);
    }
    nothingIsLeft();
  }

  @Test
  void noise_afterTheHandshakeOrInsteadOfIt_neverHangs() throws IOException {
    Random random = new Random(8);
    for (int round = 0; round < 300; round++) {
      byte[] noise = new byte[random.nextInt(4000)];
      random.nextBytes(noise);
      sendAndLeave(round % 3 == 0 ? noise : RawPublisher.joined(RawPublisher.handshake(), noise));
    }
    nothingIsLeft();
  }

  @Test
  void close_withStrangersAndPublishers_endsThemAll() throws IOException {
    RawPublisher stranger = publisher();
    RawPublisher publisher = publisher();
    publisher.send(RawPublisher.session(NAME));
    rig.sink(0);

    rig.listener.close();

    assertThat(stranger.isEnded()).isTrue();
    assertThat(publisher.isEnded()).isTrue();
    assertThat(rig.sink(0).closed).hasValue(1);
    assertThatThrownBy(this::publisher).isInstanceOf(IOException.class);
  }

  @Test
  void open_portInUse_isRefused() {
    InetSocketAddress taken =
        new InetSocketAddress(InetAddress.getLoopbackAddress(), rig.listener.port());

    assertThatThrownBy(() -> RtmpListener.open(taken, ListenerRig.LIMITS, rig.host))
        .isInstanceOf(IOException.class);
  }

  private void sendAndLeave(byte[] bytes) throws IOException {
    try (RawPublisher publisher = new RawPublisher(rig.listener.port())) {
      publisher.send(bytes);
      publisher.channel.shutdownOutput();
      publisher.isEnded();
    } catch (IOException resetByTheOtherSide) {
      // It hung up before all was sent.
    }
  }

  /** Only the accepting thread is left, no sink is open, and the next publisher is let in. */
  private void nothingIsLeft() throws IOException {
    await().until(() -> rig.listener.counts().live() == 0);
    assertThat(rig.listener.counts().turnedAway()).isZero();
    assertThat(rig.sinks).allSatisfy(sink -> assertThat(sink.closed).hasValue(1));
    await().until(() -> rig.threads() == 1);
    RawPublisher last = publisher();
    last.send(RawPublisher.session(NAME));
    last.skipHandshake();
    assertThat(code(last.answer("onStatus"))).isEqualTo("NetStream.Publish.Start");
  }

  private static String code(List<Object> values) {
    return String.valueOf(((Map<?, ?>) values.get(3)).get("code"));
  }

  private static byte[] ping(int value) {
    ByteBuffer payload = ByteBuffer.allocate(6).putShort((short) 6).putInt(value).flip();
    return RawPublisher.message(RtmpMessage.USER_CONTROL, 0, payload);
  }

  private RawPublisher publisher() throws IOException {
    return kept(new RawPublisher(rig.listener.port()));
  }

  private <T extends AutoCloseable> T kept(T resource) {
    toClose.add(0, resource);
    return resource;
  }

  private static final class BrokenSink extends RecordingSink {
    BrokenSink(Publication publication) {
      super(publication);
    }

    @Override
    public void tag(int type, int timestampMs, ByteBuffer payload) throws IOException {
      throw new IOException("planted");
    }
  }

  /** Takes its time to close, as a decoder does that must be waited for. */
  private static final class SlowSink extends RecordingSink {
    private final CountDownLatch finish;

    SlowSink(Publication publication, CountDownLatch finish) {
      super(publication);
      this.finish = finish;
    }

    @Override
    public void close() {
      try {
        finish.await();
      } catch (InterruptedException early) {
        throw new IllegalStateException("closed with an interrupt pending", early);
      }
      super.close();
    }
  }
}
