package io.jenkins.plugins.gitops.engine.health;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.luaj.vm2.Lua;
import org.luaj.vm2.LuaClosure;
import org.luaj.vm2.LuaFunction;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;
import org.luaj.vm2.lib.DebugLib;

/**
 * Keeps one run of a script within its bounds. The interpreter reports every call and instruction through the hooks of
 * its debug library, which no script sees; what the libraries do in between they report through {@link #spend} and
 * {@link #allocate}.
 */
final class LuaGuard extends DebugLib {
    static final Duration TIME = Duration.ofMillis(800);
    private static final long STEPS = 5_000_000;
    private static final int STEPS_PER_INSTRUCTION = 10;
    private static final int STEPS_PER_CATCH = 500;
    private static final int STEPS_BETWEEN_LOOKS_AT_THE_TIME = 10_000;
    private static final long BYTES = 16 << 20;
    private static final int BYTES_PER_OBJECT = 128;
    private static final int DEPTH = 180;

    private final long start = System.nanoTime();
    private final Deque<Frame> frames = new ArrayDeque<>();
    private long steps;
    private long nextLook = STEPS_BETWEEN_LOOKS_AT_THE_TIME;
    private long bytes;
    private Stopped stopped;

    /** The script was stopped. An error, so that no {@code pcall} of the script can catch it. */
    static final class Stopped extends Error {
        private static final long serialVersionUID = 1L;

        Stopped(String message) {
            super(message, null, false, false);
        }
    }

    private record Frame(int[] code, LuaValue[] stack) {}

    /** Counts work done outside the interpreter's instructions. */
    void spend(long work) {
        if (stopped != null) {
            throw stopped;
        }
        steps += work;
        if (steps > STEPS) {
            throw stop("the script took too many steps");
        }
        if (steps > nextLook) {
            nextLook = steps + STEPS_BETWEEN_LOOKS_AT_THE_TIME;
            if (System.nanoTime() - start > TIME.toNanos()) {
                throw stop("the script took longer than " + TIME.toMillis() + " ms");
            }
        }
    }

    /** Counts memory before it is taken; what a script lets go of again is not given back to it. */
    void allocate(long size) {
        bytes += size;
        if (bytes > BYTES) {
            throw stop("the script took more than " + (BYTES >> 20) + " MiB of memory");
        }
    }

    /** Comes before a {@code pcall} or {@code xpcall}, whose errors cost more than instructions do. */
    @Override
    public void onCall(LuaFunction function) {
        spend(STEPS_PER_CATCH);
        enter(new Frame(new int[0], new LuaValue[0]));
    }

    @Override
    public void onCall(LuaClosure function, Varargs arguments, LuaValue[] stack) {
        enter(new Frame(function.p.code, stack));
    }

    @Override
    public void onReturn() {
        frames.poll();
    }

    @Override
    public void onInstruction(int at, Varargs arguments, int top) {
        spend(STEPS_PER_INSTRUCTION);
        Frame frame = frames.element();
        int instruction = frame.code[at];
        switch (Lua.GET_OPCODE(instruction)) {
            case Lua.OP_CONCAT -> {
                for (int i = Lua.GETARG_B(instruction); i <= Lua.GETARG_C(instruction); i++) {
                    allocate(lengthOf(frame.stack[i]));
                }
            }
            case Lua.OP_NEWTABLE, Lua.OP_CLOSURE -> allocate(BYTES_PER_OBJECT);
            default -> {
                // takes no memory worth counting
            }
        }
    }

    /** The interpreter asks for a trace for every error; nobody reads it. */
    @Override
    public String traceback(int level) {
        return "";
    }

    /** The bytes of a value that is to become part of a string. */
    static long lengthOf(LuaValue value) {
        return value.isstring() ? value.strvalue().length() : 0;
    }

    private void enter(Frame frame) {
        if (frames.size() >= DEPTH) {
            throw stop("the script called itself too deep");
        }
        frames.push(frame);
    }

    /** Once stopped, always stopped: the interpreter lets an error handler swallow anything. */
    private Stopped stop(String message) {
        stopped = new Stopped(message);
        return stopped;
    }
}
