/** Resources that are machines of QEMU, of providers that are not read: a pattern of their types. */
export const unreadTypes =
  'kubevirt_virtual_machine\\w*|opennebula_virtual_machine|(?:incus|lxd)_instance|ovirt_vm|cloudstack_instance|openstack_compute_instance_v2';
