package io.roomscribe.captions;

import io.roomscribe.rooms.SessionDirectory;
import io.roomscribe.rooms.SessionSummary;
import io.roomscribe.security.Caller;
import io.roomscribe.transcripts.LineJson;
import jakarta.inject.Inject;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * A session's captions as server-sent events.
 *
 * <p>A servlet and not JAX-RS: {@code SseEventSink} writes blockingly on Payara (Jersey) and tells
 * nowhere when a viewer is slow; here the container says when a connection takes more, so a
 * thousand viewers hold no thread and one that stands still harms nobody.
 *
 * <p>Threading: container threads; the database is asked once before the stream begins.
 */
@WebServlet(urlPatterns = CaptionsServlet.PATH + "/*", asyncSupported = true)
public class CaptionsServlet extends HttpServlet {
  static final String PATH = "/api/v1/captions-stream";
  private static final long serialVersionUID = 1L;
  private static final System.Logger LOG = System.getLogger(CaptionsServlet.class.getName());
  private static final int OUTBOX_EVENTS = 256;

  @Inject transient SessionDirectory sessions;
  @Inject transient Caller caller;
  @Inject transient CaptionHub hub;

  @Inject
  @ConfigProperty(name = "roomscribe.captions.viewers")
  int mostViewers;

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    try {
      answer(request, response);
    } catch (RuntimeException e) {
      // Otherwise the container would show its own page, stack trace and all.
      LOG.log(System.Logger.Level.ERROR, "event=captions-failed", e);
      refuse(response, 500, "Internal Server Error", "something unexpected happened; see the log");
    }
  }

  private void answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
    String path = request.getPathInfo();
    String id = path == null ? "" : path.substring(1);
    Optional<SessionSummary> session = sessions.find(id);
    if (session.isEmpty()) {
      refuse(response, 404, "Not Found", "there is no session " + id);
      return;
    }
    if (!caller.mayRead(session.get().room())) {
      refuse(response, 403, "Forbidden", "your credential does not cover this session's room");
      return;
    }
    if (hub.feed().viewers() >= mostViewers) {
      refuse(response, 503, "Service Unavailable", "too many viewers: try again later");
      return;
    }
    Long lastSeq = lastSeq(request);
    if (lastSeq == null) {
      refuse(response, 400, "Bad Request", "Last-Event-ID must be the id of an event of ours");
      return;
    }
    open(request, response, id, lastSeq);
  }

  private void open(
      HttpServletRequest request, HttpServletResponse response, String id, long lastSeq)
      throws IOException {
    response.setStatus(HttpServletResponse.SC_OK);
    response.setContentType("text/event-stream");
    response.setCharacterEncoding("UTF-8");
    response.setHeader("Cache-Control", "no-store");
    response.setHeader("X-Accel-Buffering", "no"); // nginx would hold events back
    AsyncContext async = request.startAsync(request, response);
    async.setTimeout(0); // heartbeats find out who has gone
    CaptionFeed feed = hub.feed();
    ServletPipe pipe = new ServletPipe(async, response.getOutputStream());
    Viewer viewer = new Viewer(id, lastSeq, pipe, OUTBOX_EVENTS);
    viewer.greet();
    pipe.start(() -> feed.onWritable(viewer));
    if (!feed.add(viewer)) {
      viewer.cut();
    }
  }

  /**
   * The number to go on after: the header, else the parameter, else the beginning; null if wrong.
   */
  private static @Nullable Long lastSeq(HttpServletRequest request) {
    String text = request.getHeader("Last-Event-ID");
    if (text == null || text.isBlank()) {
      text = request.getParameter("lastEventId");
    }
    if (text == null || text.isBlank()) {
      return 0L;
    }
    return text.strip().matches("\\d{1,18}") ? Long.valueOf(text.strip()) : null;
  }

  private static void refuse(HttpServletResponse response, int status, String title, String detail)
      throws IOException {
    byte[] problem =
        LineJson.object()
            .add("type", "about:blank")
            .add("title", title)
            .add("status", status)
            .add("detail", detail)
            .build()
            .toString()
            .getBytes(StandardCharsets.UTF_8);
    response.setStatus(status);
    response.setContentType("application/problem+json");
    response.setHeader("Cache-Control", "no-store");
    response.getOutputStream().write(problem);
  }
}
