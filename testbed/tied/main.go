// Command tied runs a program that ends with whoever holds the other end of
// its standard input, however that one dies: tied PROGRAM [argument ...].
package main

import (
	"fmt"
	"io"
	"os"
	"os/exec"
	"runtime"
	"syscall"
)

func main() {
	// the kernel sends the signal when the thread ends that started the program
	runtime.LockOSThread()
	if len(os.Args) < 2 {
		fmt.Fprintln(os.Stderr, "usage: tied PROGRAM [argument ...]")
		os.Exit(2)
	}
	program := exec.Command(os.Args[1], os.Args[2:]...)
	program.Stdout, program.Stderr = os.Stdout, os.Stderr
	program.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	if err := program.Start(); err != nil {
		fmt.Fprintln(os.Stderr, "tied:", err)
		os.Exit(1)
	}
	go func() {
		_, _ = io.Copy(io.Discard, os.Stdin)
		os.Exit(1)
	}()
	if err := program.Wait(); err != nil {
		fmt.Fprintln(os.Stderr, "tied:", os.Args[1], err)
		os.Exit(1)
	}
}
