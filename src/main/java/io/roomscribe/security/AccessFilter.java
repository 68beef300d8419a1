package io.roomscribe.security;

import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/**
 * Nothing below {@code /api} is reached without a credential: {@code X-API-Key: <key>}, or {@code
 * Authorization: Bearer} with an API key or a LiveKit access token. Who asks is then known to
 * resources as the injected {@link Caller}.
 *
 * <p>Open are the webhook, which has a signature of its own, what RTMP relays ask, where a
 * publisher's key is the credential, and all outside {@code /api}: health, the API description, the
 * page's files, and the capture sockets with their tokens.
 *
 * <p>Errors: 401 as problem+json (RFC 9457) with WWW-Authenticate (RFC 6750), written here because
 * the request never gets to the resources' error mapping.
 */
@WebFilter(
    urlPatterns = "/api/*",
    asyncSupported = true,
    // Filters by annotation have no order: who forwards within the API before this one ran is asked
    // here, on the way to the target.
    dispatcherTypes = {DispatcherType.REQUEST, DispatcherType.FORWARD})
public class AccessFilter extends HttpFilter {

  private static final long serialVersionUID = 1L;
  private static final Logger LOG = System.getLogger(AccessFilter.class.getName());

  private static final Set<String> OPEN = Set.of("/api/v1/livekit/webhook", "/api/v1/rtmp/publish");

  @Inject transient Credentials credentials;
  @Inject transient CurrentCaller currentCaller;

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    if (!isOpen(request)) {
      try {
        currentCaller.become(
            credentials.identify(
                request.getHeader("X-API-Key"), request.getHeader("Authorization")));
      } catch (RefusedException e) {
        refuse(request, response, e);
        return;
      }
    }
    chain.doFilter(request, response);
  }

  /**
   * Compares the path as it was sent, neither decoded nor normalised: what merely resolves to the
   * webhook for one layer may be something else for the next.
   */
  private static boolean isOpen(HttpServletRequest request) {
    String path = request.getRequestURI();
    String context = request.getContextPath();
    return path.startsWith(context) && OPEN.contains(path.substring(context.length()));
  }

  private static void refuse(
      HttpServletRequest request, HttpServletResponse response, RefusedException refusal)
      throws IOException {
    LOG.log(
        Level.DEBUG,
        "event=refused method={0} path={1} reason={2}",
        request.getMethod(),
        request.getRequestURI(),
        refusal.getMessage());
    byte[] problem =
        Json.createObjectBuilder()
            .add("type", "about:blank")
            .add("title", "Unauthorized")
            .add("status", HttpServletResponse.SC_UNAUTHORIZED)
            .add("detail", refusal.getMessage())
            .build()
            .toString()
            .getBytes(StandardCharsets.UTF_8);
    response.setStatus(HttpServletResponse.SC_UNAUTHORIZED);
    response.setHeader("WWW-Authenticate", "Bearer realm=\"roomscribe\"");
    response.setHeader("Cache-Control", "no-store");
    response.setContentType("application/problem+json");
    response.setContentLength(problem.length);
    response.getOutputStream().write(problem);
  }
}
