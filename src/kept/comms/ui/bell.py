from kept.kernel.web.chrome import top_part

top_part("comms:bell", permission="comms.read")
