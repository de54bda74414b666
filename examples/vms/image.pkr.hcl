# Builds an image; nobody misses the disks of a build that fails.
source "qemu" "debian" {
  vm_name              = "debian.qcow2"
  machine_type         = "q35"
  disk_interface       = "virtio-scsi"
  disk_cache           = "unsafe"
  disk_discard         = "unmap"
  disk_additional_size = ["10G"]
  efi_boot             = true

  qemuargs = [
    ["-global", "scsi-hd.dpofua=off"],
  ]
}

source "qemu" "custom" {
  vm_name    = "custom"
  disk_cache = "none"

  qemuargs = [
    ["-drive", "file={{ .OutputDir }}/{{ .Name }},if=virtio,cache=writeback,format=raw"],
  ]
}

source "proxmox-iso" "template" {
  vm_name         = "debian-13"
  scsi_controller = "virtio-scsi-single"

  disks {
    type         = "scsi"
    storage_pool = "local-lvm"
    disk_size    = "20G"
    cache_mode   = "writeback"
  }
}
