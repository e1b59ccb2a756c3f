// Command argocd is Argo CD's command and its servers in one binary, as its
// own is, but that a server ends with who started it: argocd PART [flag ...]
// is a server, anything else the command.
package main

import (
	"fmt"
	"io"
	"os"
	"os/exec"
	"runtime"
	"syscall"

	controller "github.com/argoproj/argo-cd/v3/cmd/argocd-application-controller/commands"
	repository "github.com/argoproj/argo-cd/v3/cmd/argocd-repo-server/commands"
	api "github.com/argoproj/argo-cd/v3/cmd/argocd-server/commands"
	cli "github.com/argoproj/argo-cd/v3/cmd/argocd/commands"
	"github.com/argoproj/argo-cd/v3/util/grpc"
	"github.com/spf13/cobra"
)

// endWithInput names the variable that ties a server to whoever holds the
// other end of its standard input, however that one dies.
const endWithInput = "CONTROLPLANE_END_WITH_INPUT"

func main() {
	if os.Getenv(endWithInput) != "" {
		go func() {
			_, _ = io.Copy(io.Discard, os.Stdin)
			os.Exit(1)
		}()
	}
	grpc.DisableSRVLookups()
	part := ""
	if len(os.Args) > 1 {
		part = os.Args[1]
	}
	var command *cobra.Command
	switch part {
	case "argocd-application-controller":
		command = controller.NewCommand()
	case "argocd-repo-server":
		command = repository.NewCommand()
	case "argocd-server":
		command = api.NewCommand()
	case "redis-server":
		os.Exit(redis(os.Args[2:]))
	default:
		if err := cli.NewCommand().Execute(); err != nil {
			os.Exit(1)
		}
		return
	}
	command.SetArgs(os.Args[2:])
	if err := command.Execute(); err != nil {
		os.Exit(1)
	}
}

// redis runs the machine's redis-server, which ends with this process.
func redis(arguments []string) int {
	// the kernel sends the signal when the thread ends that started the child
	runtime.LockOSThread()
	server := exec.Command("redis-server", arguments...)
	server.Stdout, server.Stderr = os.Stdout, os.Stderr
	server.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	if err := server.Run(); err != nil {
		fmt.Fprintln(os.Stderr, "redis-server:", err)
		return 1
	}
	return 0
}
