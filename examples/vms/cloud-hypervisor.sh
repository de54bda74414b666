#!/bin/sh
IMAGES=/srv/images

cloud-hypervisor \
  --kernel "$IMAGES/vmlinux" \
  --disk path="$IMAGES/root.raw",readonly=on path=/dev/vg0/db,direct=on,id=db \
         path="$IMAGES/log.raw",direct=$LOG_DIRECT \
  --cpus boot=2 --memory size=2G
