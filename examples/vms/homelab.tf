# Machines of three providers. What a variable decides, only a plan says:
#   terraform plan -out=plan && terraform show -json plan | blkcheck config -

variable "log_cache" {
  type = string
}

locals {
  fast = "writeback"
}

resource "proxmox_virtual_environment_vm" "db" {
  name      = "db"
  node_name = "pve1"
  machine   = "q35"

  disk {
    interface    = "scsi0"
    datastore_id = "local-lvm"
    size         = 32
    discard      = "on"
  }

  disk {
    interface         = "scsi1"
    datastore_id      = "nfs1"
    path_in_datastore = "200/vm-200-disk-1.qcow2"
    file_format       = "qcow2"
    cache             = "unsafe"
    aio               = "threads"
  }

  disk {
    interface = "virtio0"
    cache     = var.log_cache
  }

  kvm_arguments = "-set device.scsi0.write-cache=off"
}

resource "proxmox_vm_qemu" "web" {
  name        = "web"
  target_node = "pve1"
  clone       = "debian-13"
  scsihw      = "virtio-scsi-single"

  disks {
    scsi {
      scsi0 {
        disk {
          storage = "local-lvm"
          size    = "16G"
          cache   = local.fast
          discard = true
        }
      }
    }
  }
}

resource "libvirt_domain" "cache" {
  name = "cache"
  type = "kvm"

  os = {
    type         = "hvm"
    type_arch    = "x86_64"
    type_machine = "pc-q35-10.0"
  }

  devices = {
    disks = [
      {
        driver = { type = "qcow2", cache = "none", io = "native", discard = "unmap" }
        source = { file = { file = "/srv/images/cache.qcow2" } }
        target = { dev = "vda", bus = "virtio" }
      },
      {
        driver    = { type = "raw" }
        source    = { block = { dev = "/dev/vg0/journal" } }
        target    = { dev = "sda", bus = "scsi" }
        transient = {}
      },
    ]
  }
}

resource "harvester_virtualmachine" "shop" {
  name = "shop"

  disk {
    name = "rootdisk"
    type = "disk"
    bus  = "scsi"

    cache_mode = "writethrough"
  }
}
