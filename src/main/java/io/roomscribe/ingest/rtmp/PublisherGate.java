package io.roomscribe.ingest.rtmp;

import java.util.Optional;

/** Decides who may publish, and where the stream goes. */
@FunctionalInterface
public interface PublisherGate {

  /**
   * Lets a publisher in, or not. Called on the connection's thread; may block for seconds at most.
   *
   * <p>The same session may still have an older publisher, which LiveKit lost before we noticed.
   * Once the newer one is let in, the older one is disconnected and its sink closed, all before the
   * first tag reaches the new sink; were the older one refused here, its stream would go on.
   *
   * @return where the tags go, owned by the caller; empty when the key is not good for this name
   */
  Optional<FlvSink> publish(Publication publication);
}
