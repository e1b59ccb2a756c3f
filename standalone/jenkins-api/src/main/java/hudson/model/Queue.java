package hudson.model;

public class Queue {
    Queue() {}

    public abstract static class Item extends Actionable {
        Item() {}
    }

    public interface Executable {}

    public interface Task extends ModelObject {
        String getName();
    }
}
