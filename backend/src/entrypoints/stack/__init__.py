"""Programs run side by side on one machine: the one-command stack, and the embedded servers of the tests.

`part` says what one program is, `process` starts and ends it, `supervisor` keeps several of them running,
`servers` and `plan` say which ones make the stack.
"""
