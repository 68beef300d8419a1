package io.roomscribe.rooms;

import io.roomscribe.security.Caller;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.ForbiddenException;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.net.URI;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Starts, shows and stops the transcription of rooms. */
@Path("/sessions")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "Sessions", description = "A room being transcribed, or one that has been")
public class SessionResource {

  private static final int LONGEST_PAGE = 200;

  @Inject Sessions sessions;
  @Inject RunningSessions running;
  @Inject StopRequests stops;
  @Inject RoomSettings settings;
  @Inject Caller caller;

  /** Starts transcribing a room, or finds the session that does so already. */
  @POST
  @Operation(
      summary = "Transcribe a room",
      description =
          "Idempotent while a session of the room is running: that one is returned with 200. The"
              + " room need not exist yet.")
  @APIResponse(responseCode = "201", description = "A new session; Location names it")
  @APIResponse(responseCode = "200", description = "The session that is running already")
  @APIResponse(responseCode = "400", description = "The request is wrong; the detail says how")
  @APIResponse(responseCode = "403", description = "The caller may not manage this room")
  @APIResponse(responseCode = "503", description = "This node runs as many sessions as it may")
  public Response start(@Nullable SessionRequest request, @Context UriInfo uri) {
    if (request == null || request.roomName().isEmpty()) {
      throw new BadRequestException("room: the name of a LiveKit room is required");
    }
    String room = request.roomName();
    if (!caller.mayManage(room)) {
      throw new ForbiddenException("this credential may not manage room " + room);
    }
    SessionOptions options = request.optionsOver(settings.defaultOptions());
    List<String> faults = options.faults();
    if (!faults.isEmpty()) {
      throw new BadRequestException(String.join("; ", faults));
    }
    RunningSessions.Started started = running.start(room, options);
    SessionView session = sessions.complete(started.session());
    if (!started.created()) {
      return Response.ok(session).build();
    }
    URI location = uri.getAbsolutePathBuilder().path(session.id()).build();
    return Response.created(location).entity(session).build();
  }

  /** One session. */
  @GET
  @Path("/{id}")
  @Consumes(MediaType.WILDCARD)
  @Operation(
      summary = "Show a session",
      description =
          "Where another node runs it: as that stored it last. State, tracks and causes are of now;"
              + " figures in ms are of the last time that one of these changed.")
  @APIResponse(responseCode = "200", description = "The session as it is now")
  @APIResponse(responseCode = "404", description = "No such session")
  public SessionView show(@PathParam("id") String id) {
    SessionView session = found(id);
    if (!caller.mayRead(session.room())) {
      throw new ForbiddenException("this credential may not read room " + session.room());
    }
    return session;
  }

  /** Sessions, newest first. */
  @GET
  @Consumes(MediaType.WILDCARD)
  @Operation(
      summary = "List sessions, newest first",
      description = "Callers who may read one room only must name it.")
  @APIResponse(
      responseCode = "200",
      description = "A page; next is the cursor of the following one")
  public SessionPage list(
      @QueryParam("room") @Nullable String room,
      @QueryParam("state") @Nullable String state,
      @QueryParam("cursor") @Nullable String cursor,
      @Parameter(description = "Sessions of a page, 1 to 200")
          @QueryParam("limit")
          @DefaultValue("50")
          String limit) {
    int most = limitOf(limit);
    if (cursor != null && !SessionIds.isOne(cursor)) {
      throw new BadRequestException("cursor: not one that was handed out here");
    }
    boolean mayRead = room == null ? caller.readsAllRooms() : caller.mayRead(room);
    if (!mayRead) {
      throw new ForbiddenException(
          room == null
              ? "this credential reads one room: name it with ?room="
              : "this credential may not read room " + room);
    }
    List<SessionView> found =
        sessions.list(new SessionQuery(room, stateNamed(state), cursor, most + 1));
    boolean more = found.size() > most;
    List<SessionView> page = more ? found.subList(0, most) : found;
    return new SessionPage(page, more ? page.get(most - 1).id() : null);
  }

  /** Stops a session; what was heard is still transcribed. */
  @POST
  @Path("/{id}/stop")
  @Consumes(MediaType.WILDCARD)
  @Operation(
      summary = "Stop a session",
      description =
          "Answers at once; the session is STOPPING while the last words are transcribed, and a moment"
              + " later where another node runs it. Stopping a session that is over changes"
              + " nothing.")
  @APIResponse(responseCode = "202", description = "The session as it is now")
  @APIResponse(responseCode = "404", description = "No such session")
  public Response stop(@PathParam("id") String id) {
    SessionView session = found(id);
    if (!caller.mayManage(session.room())) {
      throw new ForbiddenException("this credential may not manage room " + session.room());
    }
    stops.stop(session);
    return Response.accepted(found(id)).build();
  }

  /**
   * A page of sessions.
   *
   * @param items newest first
   * @param next cursor of the following page; null on the last
   */
  public record SessionPage(List<SessionView> items, @Nullable String next) {}

  private SessionView found(String id) {
    return sessions.view(id).orElseThrow(() -> new NotFoundException("no session " + id));
  }

  /** Read here: what is no number would be 404 if JAX-RS read it. */
  private static int limitOf(String text) {
    int limit = text.matches("\\d{1,9}") ? Integer.parseInt(text) : 0;
    if (limit < 1 || limit > LONGEST_PAGE) {
      throw new BadRequestException("limit: a number from 1 to " + LONGEST_PAGE);
    }
    return limit;
  }

  private static @Nullable String stateNamed(@Nullable String state) {
    if (state == null) {
      return null;
    }
    try {
      return SessionState.valueOf(state).name();
    } catch (IllegalArgumentException unknown) {
      throw new BadRequestException(
          "state: one of " + List.of(SessionState.values()) + ", not " + state, unknown);
    }
  }
}
