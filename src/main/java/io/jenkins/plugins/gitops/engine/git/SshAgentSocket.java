package io.jenkins.plugins.gitops.engine.git;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import java.io.EOFException;
import java.io.File;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import org.eclipse.jgit.transport.sshd.agent.AbstractConnector;
import org.eclipse.jgit.transport.sshd.agent.Connector;
import org.eclipse.jgit.transport.sshd.agent.ConnectorFactory;

/** An ssh agent's Unix socket, through the JDK's own channels; JGit's connector needs native libraries. */
final class SshAgentSocket extends AbstractConnector {
    private final Path socket;

    @CheckForNull
    private SocketChannel channel;

    private SshAgentSocket(Path socket) {
        this.socket = socket;
    }

    /** Makes connectors to one agent, whatever agent a configuration names. */
    record Factory(Path socket) implements ConnectorFactory {
        private static final ConnectorDescriptor DESCRIPTOR = new ConnectorDescriptor() {
            @Override
            public String getIdentityAgent() {
                return "SSH_AUTH_SOCK";
            }

            @Override
            public String getDisplayName() {
                return "ssh agent";
            }
        };

        @Override
        public Connector create(String identityAgent, File homeDir) {
            return new SshAgentSocket(socket);
        }

        @Override
        public boolean isSupported() {
            return true;
        }

        @Override
        public String getName() {
            return "ssh-agent";
        }

        @Override
        public Collection<ConnectorDescriptor> getSupportedConnectors() {
            return List.of(DESCRIPTOR);
        }

        @Override
        public ConnectorDescriptor getDefaultConnector() {
            return DESCRIPTOR;
        }
    }

    @Override
    public boolean connect() throws IOException {
        if (channel == null && Files.exists(socket)) {
            channel = SocketChannel.open(UnixDomainSocketAddress.of(socket));
        }
        return channel != null;
    }

    @Override
    public synchronized byte[] rpc(byte command, byte[] message) throws IOException {
        SocketChannel open = channel;
        if (open == null) {
            throw new IOException("No ssh agent listens at " + socket);
        }
        prepareMessage(command, message);
        ByteBuffer request = ByteBuffer.wrap(message);
        while (request.hasRemaining()) {
            open.write(request);
        }
        return read(open, toLength(command, read(open, Integer.BYTES)));
    }

    private static byte[] read(SocketChannel open, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(length);
        while (buffer.hasRemaining()) {
            if (open.read(buffer) < 0) {
                throw new EOFException("The ssh agent closed its socket");
            }
        }
        return buffer.array();
    }

    @Override
    public void close() throws IOException {
        SocketChannel open = channel;
        channel = null;
        if (open != null) {
            open.close();
        }
    }
}
