package io.roomscribe.captions;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Leads {@code GET /api/v1/sessions/{id}/captions} to {@link CaptionsServlet}: no servlet mapping
 * has a variable in its middle, and the path belongs to JAX-RS otherwise.
 */
@WebFilter(urlPatterns = "/api/v1/sessions/*", asyncSupported = true)
public class CaptionsFilter extends HttpFilter {
  private static final long serialVersionUID = 1L;
  private static final Pattern CAPTIONS =
      Pattern.compile("/api/v1/sessions/([A-Za-z0-9_-]+)/captions");

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    String path = request.getRequestURI().substring(request.getContextPath().length());
    Matcher captions = CAPTIONS.matcher(path);
    if (captions.matches() && request.getMethod().equals("GET")) {
      request
          .getRequestDispatcher(CaptionsServlet.PATH + "/" + captions.group(1))
          .forward(request, response);
    } else {
      chain.doFilter(request, response);
    }
  }
}
