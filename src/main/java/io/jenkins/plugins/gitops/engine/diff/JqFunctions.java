package io.jenkins.plugins.gitops.engine.diff;

import java.util.HashMap;
import java.util.Map;
import net.thisptr.jackson.jq.BuiltinFunctionLoader;
import net.thisptr.jackson.jq.Function;
import net.thisptr.jackson.jq.PathOutput;
import net.thisptr.jackson.jq.Scope;
import net.thisptr.jackson.jq.Versions;

/** jq's functions, each of which looks at the clock when it is called and when it answers. */
final class JqFunctions {
    static final Scope SCOPE = scope();

    private JqFunctions() {}

    private static Scope scope() {
        Scope scope = Scope.newEmptyScope();
        BuiltinFunctionLoader.getInstance().loadFunctions(JqFunctions.class.getClassLoader(), Versions.JQ_1_7, scope);
        Map<String, Function> unlimited = new HashMap<>(scope.getLocalFunctions());
        unlimited.put("test/1", new JqTest());
        unlimited.put("test/2", new JqTest());
        unlimited.forEach((signature, function) -> {
            int slash = signature.lastIndexOf('/');
            if (slash < 0) {
                scope.addFunction(signature, limited(function));
            } else {
                scope.addFunction(
                        signature.substring(0, slash),
                        Integer.parseInt(signature.substring(slash + 1)),
                        limited(function));
            }
        });
        return scope;
    }

    private static Function limited(Function function) {
        return (scope, arguments, in, path, output, version) -> {
            JqClock.check();
            PathOutput checked = (value, valuePath) -> output.emit(JqTree.of(value), valuePath);
            function.apply(scope, arguments, in, path, checked, version);
        };
    }
}
