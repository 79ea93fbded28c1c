# Finds an installed ns-3 by its libraries and headers.
#
# Debian's CMake package of ns-3 demands a helper program of another package, and its pkg-config
# files name libraries that libns3-dev does not depend on, so neither is used. Makes one imported
# target tunnel_ns3::<module> per module, and sets TUNNEL_NS3_INCLUDE_DIR.

find_path(TUNNEL_NS3_INCLUDE_DIR ns3/core-module.h HINTS ${NS3_DIR} PATH_SUFFIXES include)
if(NOT TUNNEL_NS3_INCLUDE_DIR)
  message(FATAL_ERROR "ns-3 headers not found (Debian: libns3-dev). "
                      "Say where it is installed with -DNS3_DIR=PREFIX."
  )
endif()

foreach(module ${TUNNEL_NS3_MODULES})
  find_library(TUNNEL_NS3_${module} NAMES ns3-${module} HINTS ${NS3_DIR} PATH_SUFFIXES lib)
  if(NOT TUNNEL_NS3_${module})
    message(FATAL_ERROR "ns-3 library libns3-${module} not found (Debian: libns3-dev). "
                        "Say where it is installed with -DNS3_DIR=PREFIX."
    )
  endif()
  mark_as_advanced(TUNNEL_NS3_${module})
  if(NOT TARGET tunnel_ns3::${module})
    add_library(tunnel_ns3::${module} SHARED IMPORTED)
    set_target_properties(
      tunnel_ns3::${module}
      PROPERTIES IMPORTED_LOCATION ${TUNNEL_NS3_${module}} INTERFACE_INCLUDE_DIRECTORIES
                                                           ${TUNNEL_NS3_INCLUDE_DIR}
    )
  endif()
endforeach()
