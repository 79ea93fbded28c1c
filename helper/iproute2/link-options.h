/*
 * Copyright (c) 2026 ns3-tunnel contributors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef LINK_OPTIONS_H
#define LINK_OPTIONS_H

#include "ns3/command-arguments.h"
#include "ns3/gretap-config.h"
#include "ns3/net-device.h"
#include "ns3/vxlan-config.h"

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace ns3
{

/** How the value of an option is written. */
enum class LinkOptionKind : uint8_t
{
    FLAG,       //!< the bare keyword ("gbp")
    SWITCH,     //!< the keyword or "no" and the keyword ("learning", "nolearning")
    NUMBER,     //!< a number, or one of the words
    PORT_RANGE, //!< two port numbers
    ADDRESS,    //!< an IP address, or "any"
    DEVICE,     //!< the name of a device of the node
    CHOICE,     //!< one of the words
    KEY         //!< a number or a dotted quad
};

/** What an address may be. */
enum class LinkAddressRule : uint8_t
{
    UNICAST,   //!< not multicast
    MULTICAST, //!< nothing but multicast
    EITHER     //!< both
};

struct LinkOption;

/** An option as it was given. */
struct LinkOptionValue
{
    const LinkOption* option{nullptr}; //!< which
    bool on{true};                     //!< FLAG, SWITCH and KEY: not the form with "no"
    std::string word;                  //!< set when a word stood in place of a value
    uint64_t number{0};                //!< NUMBER, KEY, CHOICE, a word's value, PORT_RANGE (low)
    uint64_t second{0};                //!< PORT_RANGE (high)
    IpAddress address;                 //!< ADDRESS
    std::string text;                  //!< the words that were read; the name of a DEVICE
    Ptr<NetDevice> device;             //!< DEVICE: what the name stands for on a node
};

/** What options of a link are put into. */
struct LinkSettings
{
    VxlanConfig vxlan;   //!< `type vxlan`
    GretapConfig gretap; //!< `type gretap`
};

/** A word that stands in place of a value. */
struct LinkOptionWord
{
    std::string word;     //!< "inherit", "auto", ...
    uint64_t number{0};   //!< the value it stands for
    std::string help;     //!< what it does
    bool supported{true}; //!< false: Linux has it, this model has not
};

/**
 * One option of `ip link add ... type KIND`, declared once: the interpreter of commands reads it,
 * and so do scenario objects whose keys are these keywords, their schema and their documentation.
 */
struct LinkOption
{
    std::string name;                  //!< iproute2's keyword
    LinkOptionKind kind;               //!< how its value is written
    std::string help;                  //!< one sentence
    std::vector<std::string> aliases;  //!< other keywords for it
    uint64_t min{0};                   //!< NUMBER: least value
    uint64_t max{0};                   //!< NUMBER: largest value
    int base{0};                       //!< NUMBER: 16 when iproute2 reads it as hexadecimal
    std::string unit;                  //!< NUMBER: "s", "entries"; empty: none
    std::vector<LinkOptionWord> words; //!< NUMBER and CHOICE: words besides numbers
    LinkAddressRule address{LinkAddressRule::UNICAST}; //!< ADDRESS
    std::vector<std::string> attributes; //!< the ns-3 attributes it sets; empty: not supported
    std::function<void(LinkSettings&, const LinkOptionValue&)> apply; //!< puts a value in place
    std::string complaint;   //!< how iproute2 calls a bad value
    std::string defaultText; //!< the default as iproute2 would write it
    bool repeatable{false};  //!< the last of several counts; otherwise it is an error
    std::string fixed;       //!< the kernel's words when a live device's is changed;
                             //!< empty: it may be changed

    /** @return whether this model has the option (a SWITCH that is off by default may be off) */
    bool IsSupported() const
    {
        return !attributes.empty();
    }
};

/** @return the options of `type vxlan`, in the order in which iproute2 looks for them */
const std::vector<LinkOption>& VxlanLinkOptions();

/** @return the options of `type gretap`, in the order in which iproute2 looks for them */
const std::vector<LinkOption>& GretapLinkOptions();

/** The options of one command. */
class LinkOptionValues
{
  public:
    /** Looks a device of the node up by name; null when it is not there. */
    using DeviceFinder = std::function<Ptr<NetDevice>(const std::string&)>;

    /**
     * @param options the table of the device type
     * @param findDevice finds devices that options name; empty: they are not looked up
     */
    explicit LinkOptionValues(const std::vector<LinkOption>& options,
                              DeviceFinder findDevice = nullptr);

    /**
     * Reads one option and its value.
     *
     * @param arguments the words, at an option's keyword
     * @return false when the word is no option of this type (nothing has been read then)
     * @throws CommandFailure with iproute2's complaint
     */
    bool Read(CommandArguments& arguments);

    /**
     * @param name an option's keyword
     * @return its value, or null when it was not given
     */
    const LinkOptionValue* Find(const std::string& name) const;

    /** @return the values in the order in which they were given */
    const std::vector<LinkOptionValue>& GetValues() const;

    /**
     * Puts all values in place.
     *
     * @param settings where to
     * @throws CommandFailure when an option is not supported
     */
    void Apply(LinkSettings& settings) const;

    /** @param family the only family of addresses from now on (NONE: any until one is read) */
    void SetFamily(IpAddress::Family family);

  private:
    LinkOptionValue ReadValue(const LinkOption& option, CommandArguments& arguments);

    const std::vector<LinkOption>& m_options;
    DeviceFinder m_findDevice;
    std::vector<LinkOptionValue> m_values;
    IpAddress::Family m_family{IpAddress::NONE};
};

/**
 * Refuses an option that this model has not.
 *
 * @param value the option as given
 * @throws CommandFailure when it is not supported
 */
void CheckLinkSupport(const LinkOptionValue& value);

/**
 * Checks words of one option alone, without a node: what a scenario object gives for a key.
 *
 * @param options the table
 * @param words keyword and value, as on a command line
 * @return empty, or iproute2's complaint
 */
std::string CheckLinkOption(const std::vector<LinkOption>& options,
                            const std::vector<std::string>& words);

/**
 * Writes a number as iproute2 reads it for this option (some are hexadecimal there).
 *
 * @param option the option
 * @param number the number
 * @return the word
 */
std::string FormatLinkNumber(const LinkOption& option, uint64_t number);

} // namespace ns3

#endif // LINK_OPTIONS_H
