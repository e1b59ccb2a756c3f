// The engine of Argo CD as a peer: judges and compares the objects it is given as the engine's own users do.
//
//	engine judge   < OBJECTS            the health of each object of a JSON array, null where there is no opinion
//	engine measure < CASES              the time a judgement and a comparison take, for each case of a JSON array
//
// A case is {"name": "…", "desired": {…}, "live": {…}}. Times are medians of batches, in nanoseconds. The answer names
// the version of the engine.
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"runtime/debug"
	"slices"
	"time"

	"github.com/argoproj/argo-cd/gitops-engine/pkg/diff"
	"github.com/argoproj/argo-cd/gitops-engine/pkg/health"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
)

const (
	batches  = 5
	warmUp   = 300 * time.Millisecond
	perBatch = 100 * time.Millisecond
)

type result struct {
	Name     string `json:"name"`
	HealthNs int64  `json:"healthNs"`
	DiffNs   int64  `json:"diffNs"`
	Modified bool   `json:"modified"`
}

func main() {
	if len(os.Args) == 2 && os.Args[1] == "judge" {
		judge()
	} else if len(os.Args) == 2 && os.Args[1] == "measure" {
		measure()
	} else {
		fail("usage: engine judge | measure")
	}
}

func judge() {
	var objects []json.RawMessage
	read(&objects)
	verdicts := make([]*health.HealthStatus, len(objects))
	for i, object := range objects {
		live := &unstructured.Unstructured{}
		if err := live.UnmarshalJSON(object); err != nil {
			fail("object %d: %v", i, err)
		}
		// An error comes with a verdict of Unknown, which is what its users show.
		verdicts[i], _ = health.GetResourceHealth(live, nil)
	}
	write(verdicts)
}

func measure() {
	var cases []json.RawMessage
	read(&cases)
	results := make([]result, len(cases))
	for i, raw := range cases {
		results[i] = measureCase(raw)
	}
	write(map[string]any{"version": version(), "results": results})
}

func version() string {
	info, _ := debug.ReadBuildInfo()
	for _, module := range info.Deps {
		if module.Path == "github.com/argoproj/argo-cd/gitops-engine" {
			if module.Replace != nil {
				module = module.Replace
			}
			return module.Version
		}
	}
	return "unknown"
}

func measureCase(raw json.RawMessage) result {
	var parts struct {
		Name          string
		Desired, Live json.RawMessage
	}
	if err := json.Unmarshal(raw, &parts); err != nil {
		fail("case: %v", err)
	}
	desired, live := &unstructured.Unstructured{}, &unstructured.Unstructured{}
	for object, source := range map[*unstructured.Unstructured]json.RawMessage{desired: parts.Desired, live: parts.Live} {
		if err := object.UnmarshalJSON(source); err != nil {
			fail("%s: %v", parts.Name, err)
		}
	}
	compared, err := diff.Diff(desired, live)
	if err != nil {
		fail("%s: %v", parts.Name, err)
	}
	return result{
		Name:     parts.Name,
		HealthNs: median(func() { _, _ = health.GetResourceHealth(live, nil) }),
		DiffNs:   median(func() { _, _ = diff.Diff(desired, live) }),
		Modified: compared.Modified,
	}
}

func median(work func()) int64 {
	runs := 0
	for start := time.Now(); time.Since(start) < warmUp; runs++ {
		work()
	}
	count := max(1, runs*int(perBatch)/int(warmUp))
	times := make([]int64, batches)
	for i := range times {
		start := time.Now()
		for range count {
			work()
		}
		times[i] = time.Since(start).Nanoseconds() / int64(count)
	}
	slices.Sort(times)
	return times[batches/2]
}

func read(into any) {
	if err := json.NewDecoder(os.Stdin).Decode(into); err != nil {
		fail("standard input: %v", err)
	}
}

func write(value any) {
	if err := json.NewEncoder(os.Stdout).Encode(value); err != nil {
		fail("standard output: %v", err)
	}
}

func fail(format string, values ...any) {
	fmt.Fprintf(os.Stderr, "engine: "+format+"\n", values...)
	os.Exit(2)
}
