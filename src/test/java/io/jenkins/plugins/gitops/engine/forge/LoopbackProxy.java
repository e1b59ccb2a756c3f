package io.jenkins.plugins.gitops.engine.forge;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A proxy on loopback that answers 407 to whoever does not say the user and password. */
final class LoopbackProxy implements AutoCloseable {
    /** The first line of each request, behind 407 where it was not let through. */
    final List<String> seen = new CopyOnWriteArrayList<>();

    private final ServerSocket server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final String expected;
    private final String scheme;

    LoopbackProxy(String user, String password, String scheme) throws IOException {
        this.scheme = scheme;
        this.expected = "proxy-authorization: basic "
                + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
        server = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
        threads.execute(this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                threads.execute(() -> serve(client));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket client) {
        try (client) {
            while (true) {
                String head = head(client.getInputStream());
                if (head.isEmpty()) {
                    return;
                }
                List<String> lines = head.lines().toList();
                boolean known = lines.stream().anyMatch(expected::equalsIgnoreCase);
                seen.add((known ? "" : "407 ") + lines.get(0));
                if (known) {
                    pass(client, lines);
                    return;
                }
                refuse(client, lines);
            }
        } catch (IOException e) {
            // the other end has gone
        }
    }

    private void refuse(Socket client, List<String> lines) throws IOException {
        int length = lines.stream()
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith("content-length: "))
                .mapToInt(line -> Integer.parseInt(line.substring(16)))
                .findFirst()
                .orElse(0);
        client.getInputStream().readNBytes(length);
        write(
                client.getOutputStream(),
                "HTTP/1.1 407 Who is there\r\nProxy-Authenticate: " + scheme
                        + " realm=\"loopback\"\r\nContent-Length: 0\r\n\r\n");
    }

    private void pass(Socket client, List<String> lines) throws IOException {
        String[] request = lines.get(0).split(" ");
        boolean tunnel = request[0].equals("CONNECT");
        URI target = URI.create(tunnel ? "https://" + request[1] : request[1]);
        try (Socket origin = new Socket(target.getHost(), target.getPort())) {
            if (tunnel) {
                write(client.getOutputStream(), "HTTP/1.1 200 Go on\r\n\r\n");
            } else {
                StringBuilder head = new StringBuilder();
                head.append(request[0]).append(' ').append(target.getRawPath()).append(" HTTP/1.1\r\n");
                lines.stream()
                        .skip(1)
                        .filter(line -> !line.isEmpty() && !line.startsWith("Proxy-") && !line.startsWith("Connection"))
                        .forEach(line -> head.append(line).append("\r\n"));
                write(origin.getOutputStream(), head + "Connection: close\r\n\r\n");
            }
            threads.execute(() -> pump(client, origin));
            if (!tunnel) {
                write(
                        client.getOutputStream(),
                        head(origin.getInputStream()).replaceFirst("\n", "\nConnection: close\r\n"));
            }
            origin.getInputStream().transferTo(client.getOutputStream());
        }
    }

    private static void pump(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException e) {
            // one end has gone
        }
    }

    private static void write(OutputStream to, String text) throws IOException {
        to.write(text.getBytes(StandardCharsets.ISO_8859_1));
        to.flush();
    }

    private static String head(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
            int next = in.read();
            if (next < 0) {
                return "";
            }
            head.write(next);
        }
        return head.toString(StandardCharsets.ISO_8859_1);
    }

    @Override
    public void close() throws IOException {
        server.close();
        threads.shutdownNow();
    }
}
