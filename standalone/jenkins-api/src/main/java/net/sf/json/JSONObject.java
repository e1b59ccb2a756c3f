package net.sf.json;

import java.util.HashMap;
import java.util.Map;

public final class JSONObject {
    private final Map<Object, Object> values = new HashMap<>();

    public JSONObject() {}

    public Object opt(String key) {
        return values.get(key);
    }
}
