/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef TUNNEL_LINK_RESULT_H
#define TUNNEL_LINK_RESULT_H

#include <cstdint>
#include <ostream>
#include <string>

namespace ns3
{

/**
 * @ingroup tunnel
 * What a change of a device came to: the errno of Linux's netlink answer.
 */
enum class LinkError : uint8_t
{
    OK,           //!< done
    EXIST,        //!< another device has the same key
    INVAL,        //!< an argument is missing or wrong
    OPNOTSUPP,    //!< cannot be changed after creation
    ADDRINUSE,    //!< the UDP port is taken
    ADDRNOTAVAIL, //!< not an address for a device, or no way to join a group
    NODEV,        //!< there is no such lower device
    RANGE         //!< a number is too large
};

/** @param error an error @returns errno's name, "EEXIST" for example, or "0" */
const char* LinkErrorName(LinkError error);
/** @param error an error @returns what strerror() says, "File exists" for example */
const char* LinkErrorText(LinkError error);

/**
 * @ingroup tunnel
 * Outcome of a command on a device (`ip link add|set`), with the kernel's own words where it has
 * some for the case.
 */
struct LinkResult
{
    LinkError error = LinkError::OK; //!< how it failed, if it did
    const char* message = nullptr;   //!< netlink's extended acknowledgement, or none

    /** @param e the error @param m the kernel's text, if it gives one; of static duration */
    LinkResult(LinkError e = LinkError::OK, const char* m = nullptr)
        : error(e),
          message(m)
    {
    }

    /** @returns whether the command succeeded */
    bool IsOk() const
    {
        return error == LinkError::OK;
    }

    /**
     * @returns the line that iproute2 prints to stderr: "RTNETLINK answers: File exists", or
     * "Error: " and the kernel's own text; empty on success
     */
    std::string ToString() const;
};

/** @param os a stream @param result what to print @returns the stream */
std::ostream& operator<<(std::ostream& os, const LinkResult& result);

} // namespace ns3

#endif /* TUNNEL_LINK_RESULT_H */
