#!/bin/sh
# A domain on an LVM volume, which virt-install opens without the host's cache.
virt-install \
    --name guest \
    --memory 4096 \
    --osinfo debian12 \
    --disk /dev/vg0/guest,discard=ignore \
    --disk path=/srv/scratch.qcow2,size=20,cache=unsafe,bus=scsi \
    --import
