package io.roomscribe.standin.livekit;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.net.URI;
import java.time.Duration;
import java.util.Map;

/** The actions of the control endpoint that break things, and those that look. Threading: safe. */
final class FaultControls {

  private final LiveKitStandIn standIn;

  FaultControls(LiveKitStandIn standIn) {
    this.standIn = standIn;
  }

  Map<String, ControlHandler.Action> actions() {
    Egresses egresses = standIn.egresses();
    return Map.ofEntries(
        action(
            "api-faults",
            "[egressQuota] [egressCapacity afterMs] [olderServer] [noEgressServiceMs=-1 ends it] [loseStartAnswers afterMs] [unavailable]"
                + " [rejectTokens] [clear]",
            this::api),
        action("refuse-connections", "ms", (it, out) -> standIn.refuseConnections(ms(it, "ms"))),
        action(
            "webhook-faults",
            "[dropAll] [duplicate] [reorder] [wrongSignature] [delayMs] [clockSkewMs] [clear]",
            this::webhooks),
        action(
            "add-webhook",
            "url",
            (it, out) -> standIn.addWebhook(URI.create(ControlHandler.text(it, "url")))),
        action("egress-kill", "egress", (it, out) -> egresses.kill(egress(it))),
        action("egress-vanish", "egress", (it, out) -> egresses.vanish(egress(it))),
        action("egress-limit", "egress", (it, out) -> egresses.reachLimit(egress(it))),
        action("egress-stall", "egress ms", (it, out) -> egresses.stall(egress(it), ms(it, "ms"))),
        action("egress-lose", "egress ms", (it, out) -> egresses.lose(egress(it), ms(it, "ms"))),
        action(
            "egress-jitter", "egress ms", (it, out) -> egresses.jitter(egress(it), ms(it, "ms"))),
        action("calls", "every API call so far: method, room, status", this::calls));
  }

  private static Map.Entry<String, ControlHandler.Action> action(
      String name, String usage, ControlHandler.Body body) {
    return Map.entry(name, new ControlHandler.Action(usage, body));
  }

  private void api(JsonObject request, JsonObject answer) {
    ApiFaults faults = standIn.apiFaults();
    if (ControlHandler.flag(request, "clear")) {
      faults.clear();
    }
    if (request.has("egressQuota")) {
      faults.egressQuota(request.get("egressQuota").getAsInt());
    }
    if (request.has("egressCapacity")) {
      faults.egressCapacity(request.get("egressCapacity").getAsInt(), ms(request, "afterMs"));
    }
    if (request.has("olderServer")) {
      faults.olderServer(ControlHandler.flag(request, "olderServer"));
    }
    if (request.has("noEgressServiceMs")) {
      if (request.get("noEgressServiceMs").getAsLong() < 0) {
        faults.egressServiceIsBack();
      } else {
        faults.noEgressService(ms(request, "noEgressServiceMs"));
      }
    }
    if (request.has("loseStartAnswers")) {
      faults.loseStartAnswers(request.get("loseStartAnswers").getAsInt(), ms(request, "afterMs"));
    }
    if (request.has("unavailable")) {
      faults.unavailable(ControlHandler.flag(request, "unavailable"));
    }
    if (request.has("rejectTokens")) {
      faults.rejectTokens(ControlHandler.flag(request, "rejectTokens"));
    }
  }

  private void webhooks(JsonObject request, JsonObject answer) {
    WebhookFaults faults = standIn.webhookFaults();
    if (ControlHandler.flag(request, "clear")) {
      faults.clear();
    }
    if (request.has("dropAll")) {
      faults.dropAll(ControlHandler.flag(request, "dropAll"));
    }
    if (request.has("duplicate")) {
      faults.duplicate(ControlHandler.flag(request, "duplicate"));
    }
    if (request.has("reorder")) {
      faults.reorder(ControlHandler.flag(request, "reorder"));
    }
    if (request.has("wrongSignature")) {
      faults.wrongSignature(ControlHandler.flag(request, "wrongSignature"));
    }
    if (request.has("delayMs")) {
      faults.delay(ms(request, "delayMs"));
    }
    if (request.has("clockSkewMs")) {
      faults.clockSkew(ms(request, "clockSkewMs"));
    }
  }

  private void calls(JsonObject request, JsonObject answer) {
    JsonArray calls = new JsonArray();
    for (CallLog.Call call : standIn.calls().all()) {
      JsonObject it = new JsonObject();
      it.addProperty("method", call.method());
      it.addProperty("room", call.room());
      it.addProperty("status", call.status());
      calls.add(it);
    }
    answer.add("calls", calls);
  }

  private static String egress(JsonObject request) {
    return ControlHandler.text(request, "egress");
  }

  private static Duration ms(JsonObject request, String name) {
    return request.has(name) ? Duration.ofMillis(request.get(name).getAsLong()) : Duration.ZERO;
  }
}
