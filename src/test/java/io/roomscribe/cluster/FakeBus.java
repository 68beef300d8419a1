package io.roomscribe.cluster;

import jakarta.json.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Buses of several nodes that deliver at once, unless told to lose something. One thread. */
public final class FakeBus {

  private final List<Node> nodes = new ArrayList<>();
  public final List<String> published = new ArrayList<>();

  /** Which topics get lost now. */
  public Predicate<String> losing = topic -> false;

  public NodeBus node() {
    Node node = new Node();
    nodes.add(node);
    return node;
  }

  private final class Node implements NodeBus {
    private final Map<String, Subscriber> subscribers = new HashMap<>();

    @Override
    public void publish(String topic, JsonObject message) {
      published.add(topic);
      if (!losing.test(topic)) {
        nodes.stream()
            .filter(other -> other != this && other.subscribers.containsKey(topic))
            .forEach(other -> other.subscribers.get(topic).received(message));
      }
    }

    @Override
    public void subscribe(String topic, Subscriber subscriber) {
      subscribers.put(topic, subscriber);
    }

    @Override
    public boolean isBusy() {
      return false;
    }

    @Override
    public BusState state() {
      return new BusState(BusState.Link.LISTENING, 0, 0, 0, 0);
    }
  }
}
